// The playground's time, which can be moved. Everything on the page that needs "now" gets it here.

let ahead = 0; // milliseconds

export function setNow(timestamp) {
  ahead = Date.parse(timestamp) - Date.now();
}

// Milliseconds since 1970, like Date.now().
export function now() {
  return Date.now() + ahead;
}

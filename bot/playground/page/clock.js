// What time it is in the playground, whose clock can be moved. Everything on the page that speaks of "now" asks here.

let ahead = 0; // milliseconds

export function setNow(timestamp) {
  ahead = Date.parse(timestamp) - Date.now();
}

// Milliseconds since 1970, as Date.now() gives them.
export function now() {
  return Date.now() + ahead;
}

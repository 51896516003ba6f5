// The page's WebSocket. Reconnects with growing delays and dispatches frames.
//
// `request` sends a frame with a nonce; answers to it go to its handlers:
// accepted, refused, interaction_acknowledged, interaction_failed, choices. All other frames go to `onframe`.

// The secret part of the page's address, without which the playground changes nothing.
export const KEY = new URLSearchParams(location.search).get("key") ?? "";

const FIRST_WAIT = 500; // milliseconds
const LONGEST_WAIT = 15_000;
const LOST = "The connection to the playground was lost. Your request may not have arrived.";

// Answers after which a request gets no others.
const LAST = new Set(["refused", "choices", "interaction_acknowledged", "interaction_failed"]);

export class Connection {
  /** @type {WebSocket | undefined} */
  #socket;
  #wait = FIRST_WAIT;
  /** @type {number | undefined} */
  #timer;
  #pending = new Map();
  #sent = 0;

  constructor({ onframe, onopen, onlost }) {
    this.onframe = onframe;
    this.onopen = onopen;
    this.onlost = onlost;
  }

  open() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/play/ws?key=${encodeURIComponent(KEY)}`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#wait = FIRST_WAIT;
      this.onopen();
    });
    socket.addEventListener("message", (event) => this.#receive(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      if (socket !== this.#socket) return;
      const pending = [...this.#pending.values()];
      this.#pending.clear();
      for (const handlers of pending) handlers.refused?.({ type: "refused", text: LOST });
      this.onlost(this.#wait);
      this.#timer = setTimeout(() => this.open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    });
  }

  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  // Returns the nonce. Without a connection, `refused` is called at once.
  request(frame, handlers = {}) {
    this.#sent += 1;
    const nonce = `page-${this.#sent}`;
    this.#pending.set(nonce, handlers);
    if (!this.send({ ...frame, nonce })) {
      this.#pending.delete(nonce);
      handlers.refused?.({ type: "refused", nonce, text: "There's no connection to the playground right now." });
    }
    return nonce;
  }

  #receive(frame) {
    const handlers = this.#pending.get(frame.nonce);
    if (handlers) {
      const goesOn = frame.type === "accepted" && frame.interaction_id !== undefined;
      if (LAST.has(frame.type) || (frame.type === "accepted" && !goesOn)) this.#pending.delete(frame.nonce);
      if (handlers[frame.type]) handlers[frame.type](frame);
      else this.onframe(frame);
      return;
    }
    this.onframe(frame);
  }
}

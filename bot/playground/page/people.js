// People: their pictures, and the list of those in the open channel.

import { avatar, el } from "./dom.js";
import { nameOf } from "./world.js";

// The bot's picture, or a person's initials.
export function portrait(user) {
  if (!user?.bot) return avatar(nameOf(user ?? { username: "?" }));
  return el("img", { class: "avatar", src: "icon.svg", alt: "" });
}

// Shows who is in the channel: apps first, then people; those who are away last.
export function drawPeople(holder, { world, channelId, person }) {
  const people = world.peopleIn(channelId);
  const isHere = (user) => (user.bot ? world.bot.online : world.online.has(user.id));
  const groups = [
    ["Apps", people.filter((user) => user.bot)],
    ["Online", people.filter((user) => !user.bot && isHere(user))],
    ["Offline", people.filter((user) => !user.bot && !isHere(user))],
  ];
  holder.replaceChildren(...groups.filter(([, users]) => users.length).map(([title, users]) =>
    el("section", {}, el("h2", {}, `${title} – ${users.length}`), el("ul", {}, users.map((user) => row(user, { isHere: isHere(user), isMe: user.id === world.me, person })))),
  ));
}

function row(user, { isHere, isMe, person }) {
  const presence = isHere ? "online" : "offline";
  return el("li", {}, el(
    "button",
    { class: `place person ${presence}`, type: "button", onclick: (event) => person(user, event.currentTarget) },
    el("span", { class: "face" }, portrait(user), el("span", { class: `dot ${presence}`, role: "img", "aria-label": presence })),
    el("span", { class: "place-name" }, nameOf(user)),
    user.bot ? el("span", { class: "tag" }, "BOT") : null,
    isMe ? el("span", { class: "quiet" }, "you") : null,
  ));
}

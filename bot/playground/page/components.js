// Buttons, selects, embeds and the parts of a Components V2 message. Forms are in `forms`.
//
// `act` has the handlers: act.click(component, element), act.pick(component, values, element).

import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { renderBlocks, renderInline, withSigns } from "./markdown.js";
import { nameOf } from "./world.js";

const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

// ---- embeds ----

export function renderEmbed(embed, names, aboutImage) {
  const card = el("article", { class: "embed", "aria-label": "Embed" });
  if (Number.isInteger(embed.color)) card.style.setProperty("--bar", `#${embed.color.toString(16).padStart(6, "0").slice(-6)}`);
  const body = el("div", { class: "embed-body" });
  if (embed.author?.name) {
    body.append(el("div", { class: "embed-author" }, picture(embed.author.icon_url, "embed-icon"), webLink(embed.author.url, [embed.author.name])));
  }
  if (embed.title) body.append(el("div", { class: "embed-title" }, webLink(embed.url, [renderInline(embed.title, names)])));
  if (embed.description) body.append(el("div", { class: "embed-description prose" }, renderBlocks(embed.description, names)));
  if (embed.fields?.length) {
    body.append(
      el(
        "dl",
        { class: "embed-fields" },
        embed.fields.map((field, index) =>
          el(
            "div",
            { class: `embed-field ${widthOf(embed.fields, index)}` },
            el("dt", {}, renderInline(field.name, names)),
            el("dd", { class: "prose" }, renderBlocks(field.value, names)),
          ),
        ),
      ),
    );
  }
  body.append(...[picture(embed.image?.url, "embed-image", aboutImage)].filter(Boolean));
  const when = embed.timestamp ? new Date(embed.timestamp) : null;
  if (embed.footer?.text || when) {
    const shown = when && el("time", { datetime: when.toISOString() }, when.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }));
    const between = embed.footer?.text && when ? " · " : null;
    body.append(el("footer", { class: "embed-footer" }, picture(embed.footer?.icon_url, "embed-icon"), el("span", {}, withSigns(embed.footer?.text ?? ""), between, shown)));
  }
  card.append(body);
  const thumbnail = picture(embed.thumbnail?.url, "embed-thumbnail");
  if (thumbnail) card.append(thumbnail);
  return card;
}

// Up to three inline fields share a line; two take half of it each.
function widthOf(fields, index) {
  if (!fields[index].inline) return "whole";
  const start = fields.slice(0, index).findLastIndex((field) => !field.inline) + 1;
  const after = fields.slice(index).findIndex((field) => !field.inline);
  const end = after === -1 ? fields.length : index + after;
  const line = start + Math.floor((index - start) / 3) * 3;
  return { 1: "whole", 2: "half" }[end - line] ?? "third";
}

// Shows pictures that the bot has uploaded. Those on other servers are left out.
export function picture(url, name, about = "") {
  const source = url?.startsWith("data:image/") ? url : uploaded(url);
  return source ? el("img", { class: name, src: source, alt: about }) : null;
}

// The path of an upload on this playground; null for any other address.
export function uploaded(url) {
  if (!URL.canParse(url ?? "")) return null;
  const { hostname, port, pathname } = new URL(url);
  const isHere = ["127.0.0.1", "localhost"].includes(hostname) && port === location.port;
  return isHere && pathname.startsWith("/attachments/") ? pathname : null;
}

function webLink(url, children) {
  if (!/^https?:\/\//.test(url ?? "")) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
}

// ---- components ----

export function renderComponents(components, context) {
  return components.map((component) => renderComponent(component, context)).filter(Boolean);
}

function renderComponent(component, context) {
  switch (component.type) {
    case 1:
      return el("div", { class: "row" }, renderComponents(component.components ?? [], context));
    case 2:
      return renderButton(component, context);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return renderSelect(component, context);
    case 9:
      return el(
        "div",
        { class: "section" },
        el("div", { class: "section-text" }, renderComponents(component.components ?? [], context)),
        component.accessory ? renderComponent(component.accessory, context) : null,
      );
    case 10:
      return el("div", { class: "prose" }, renderBlocks(component.content ?? "", context.names));
    case 11:
      return media(component, "thumbnail");
    case 12:
      return el("div", { class: "gallery", "data-count": Math.min(component.items.length, 3) }, component.items.map((item) => media(item, "gallery-item")));
    case 13:
      return veil(component.spoiler, fileCard({ url: component.file.url, filename: component.name ?? "file", size: component.size }));
    case 14:
      return el("hr", { class: [component.divider === false && "gap", component.spacing === 2 && "wide"].filter(Boolean).join(" ") || null });
    case 17: {
      const inside = renderComponents(component.components ?? [], context);
      const container = el("div", { class: "embed container" }, el("div", { class: "embed-body" }, inside));
      if (Number.isInteger(component.accent_color)) container.style.setProperty("--bar", `#${component.accent_color.toString(16).padStart(6, "0")}`);
      return veil(component.spoiler, container);
    }
    default:
      return null;
  }
}

// A thumbnail or an item of a gallery. Pictures on other servers aren't loaded; their description stands for them.
function media({ media: { url }, description, spoiler }, name) {
  const image = picture(url, "media-picture", description ?? "");
  if (!image) {
    const about = description || "A picture";
    return veil(spoiler, el("span", { class: `${name} elsewhere`, role: "img", "aria-label": about }, el("span", {}, about), el("small", {}, `on ${hostOf(url)}, not loaded`)), name);
  }
  const alt = description ? el("span", { class: "alt-mark", title: description, "aria-hidden": "true" }, "ALT") : null;
  const label = description ? null : "Picture without a description";
  return veil(spoiler, el("a", { class: name, href: uploaded(url), target: "_blank", rel: "noopener", "aria-label": label }, image, alt), name);
}

function hostOf(url) {
  return URL.canParse(url ?? "") ? new URL(url).host : "another server";
}

// Hides something behind a button, if it is a spoiler.
function veil(isSpoiler, element, name = "") {
  if (!isSpoiler) return element;
  const cover = el("button", { class: "cover", type: "button" }, "Spoiler");
  const holder = el("div", { class: `veiled ${name}`.trim() }, el("div", { class: "under", inert: true, "aria-hidden": "true" }, element), cover);
  cover.addEventListener("click", () => {
    holder.classList.add("open");
    holder.firstElementChild.inert = false;
    holder.firstElementChild.removeAttribute("aria-hidden");
    cover.remove();
  });
  return holder;
}

// An uploaded file that isn't shown as a picture.
export function fileCard({ url, filename, size }) {
  const near = uploaded(url);
  return el("p", { class: "attachment" }, icon("file"), near ? el("a", { href: near, download: filename }, filename) : filename, el("span", { class: "quiet" }, ` ${bytes(size ?? 0)}`));
}

function bytes(size) {
  if (size < 1024) return `${size} bytes`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}

// Emoji with an icon, because many machines have no font for them.
const DRAWN = { "\u{1f5d1}": "trash", "\u{1f4a1}": "bulb", "\u{1f6a9}": "flag", "\u{1f501}": "again" };

function emojiText(emoji) {
  if (!emoji) return null;
  const drawn = emoji.id ? null : DRAWN[emoji.name?.replace("\ufe0f", "")];
  if (drawn) return icon(drawn);
  return el("span", { class: "emoji", "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name);
}

function renderButton(button, { act }) {
  const look = `button ${BUTTON_STYLES[button.style] ?? "secondary"}`;
  const inside = [emojiText(button.emoji), button.label ? el("span", {}, button.label) : null];
  const label = button.label ? null : button.emoji?.name;
  if (button.style === 5) {
    const isWeb = /^https?:\/\//.test(button.url ?? "");
    return el(
      "a",
      { class: look, href: isWeb && !button.disabled ? button.url : null, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": label, "aria-disabled": button.disabled ? "true" : null },
      inside,
      icon("outward"),
    );
  }
  const element = el(
    "button",
    { class: look, type: "button", disabled: button.disabled, "aria-label": label, "data-custom-id": button.custom_id, onclick: () => act.click(button, element) },
    inside,
  );
  return element;
}

// What can be chosen in a select, whichever kind it is.
function optionsOf(select, { world, channelId }) {
  const people = () => world.peopleIn(channelId).map((user) => ({ label: nameOf(user), value: user.id }));
  const server = world?.serverOf(channelId);
  const roles = () => (server?.roles ?? []).map((role) => ({ label: role.name, value: role.id }));
  const channels = () =>
    (server?.channels ?? [])
      .filter((channel) => !select.channel_types?.length || select.channel_types.includes(channel.type))
      .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  const kinds = { 3: () => select.options ?? [], 5: people, 6: roles, 7: () => [...people(), ...roles()], 8: channels };
  return kinds[select.type]();
}

// A closed field that opens a list. One value: choosing sends it. Several: they are sent when the list closes.
export function renderSelect(select, context) {
  const options = optionsOf(select, context);
  const most = select.max_values ?? 1;
  const least = select.min_values ?? 1;
  const preset = new Set((select.default_values ?? []).map((value) => value.id));
  let chosen = options.filter((option) => option.default || preset.has(option.value)).map((option) => option.value);
  const atFirst = chosen.join("\n");
  let active = -1;

  const listId = freshId("select");
  const shown = el("span", { class: "select-shown" });
  const field = el(
    "button",
    {
      class: "select-field", type: "button", role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": listId,
      "aria-label": context.label ?? select.placeholder ?? "Make a selection", disabled: select.disabled, "data-custom-id": select.custom_id,
    },
    shown,
    icon("down"),
  );
  const list = el("div", { class: "select-list", id: listId, role: "listbox", "aria-multiselectable": most > 1 ? "true" : null, hidden: true });
  const holder = el("div", { class: "select" }, field, list);
  const rows = options.map((option, index) =>
    el(
      "div",
      { class: "suggestion", role: "option", id: freshId("choice"), onclick: () => choose(index) },
      emojiText(option.emoji),
      el("span", { class: "suggestion-name" }, option.label),
      option.description ? el("span", { class: "suggestion-detail" }, option.description) : null,
      icon("check"),
    ),
  );
  list.append(...rows);
  if (!rows.length) list.append(el("div", { class: "suggestions-note" }, "There's nothing to choose from."));
  list.addEventListener("pointerdown", (event) => event.preventDefault());

  function draw() {
    const labels = options.filter((option) => chosen.includes(option.value)).map((option) => option.label);
    shown.textContent = labels.join(", ") || (select.placeholder ?? "Make a selection");
    shown.classList.toggle("placeholder", !labels.length);
    rows.forEach((row, index) => {
      row.setAttribute("aria-selected", String(chosen.includes(options[index].value)));
      row.classList.toggle("active", index === active);
    });
    if (active === -1) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", rows[active].id);
  }

  function show() {
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    active = rows.length ? Math.max(0, options.findIndex((option) => chosen.includes(option.value))) : -1;
    const { bottom } = field.getBoundingClientRect();
    holder.classList.toggle("upwards", bottom + Math.min(320, list.scrollHeight) > innerHeight - 8);
    draw();
    list.scrollIntoView({ block: "nearest" });
  }

  function hide({ send }) {
    if (list.hidden) return;
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    draw();
    if (send && most > 1 && chosen.join("\n") !== atFirst && chosen.length >= least) context.act?.pick(select, chosen, field);
  }

  function choose(index) {
    const { value } = options[index];
    active = index;
    if (most > 1) {
      if (chosen.includes(value)) chosen = chosen.filter((other) => other !== value);
      else if (chosen.length < most) chosen = options.map((option) => option.value).filter((other) => other === value || chosen.includes(other));
      draw();
    } else {
      chosen = least === 0 && chosen.includes(value) ? [] : [value];
      hide({ send: false });
      context.act?.pick(select, chosen, field);
    }
  }

  field.addEventListener("click", () => (list.hidden ? show() : hide({ send: true })));
  field.addEventListener("blur", () => hide({ send: true }));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      show();
    } else if (event.key === "Escape" || event.key === "Tab") {
      hide({ send: true });
      if (event.key === "Tab") return;
    } else if (event.key === "Enter" || event.key === " ") {
      if (active !== -1) choose(active);
    } else if (rows.length && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      const to = { ArrowDown: active + 1, ArrowUp: active - 1 + rows.length, Home: 0, End: rows.length - 1 }[event.key];
      active = to % rows.length;
      draw();
      rows[active].scrollIntoView({ block: "nearest" });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  draw();
  holder.chosen = () => chosen;
  return holder;
}

// Forms (modals): shows one as a dialog, and reads what was entered.

import { renderSelect } from "./components.js";
import { KEY } from "./connection.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { renderBlocks } from "./markdown.js";

const PARAGRAPH = 2;
const [TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX] = [4, 19, 21, 22, 23];

// Uploads files and returns their ids. Throws an `Error` whose message is for the member.
export async function upload(files) {
  return Promise.all([...files].map(async (file) => {
    const answer = await fetch(`play/files?${new URLSearchParams({ key: KEY, name: file.name })}`, { method: "POST", body: file });
    if (!answer.ok) throw new Error(`${file.name} could not be uploaded. A file can have at most 10 MB.`);
    return (await answer.json()).id;
  }));
}

// Shows a modal in the <dialog>. `submit(values, { accepted, refused })` sends it.
export function showForm(dialog, modal, { world, channelId, names, submit }) {
  const readers = new Map(); // custom_id -> a function that returns the value, or a promise of it
  const context = { world, channelId, names, readers };
  const complaint = el("p", { class: "complaint", role: "alert" });
  const close = () => dialog.close();
  const send = el("button", { class: "button primary", type: "submit" }, "Submit");
  const form = el(
    "form",
    { method: "dialog", autocomplete: "off" },
    el(
      "header",
      {},
      el("h2", { id: "form-title" }, modal.title),
      el("button", { class: "icon-button", type: "button", "aria-label": "Close", onclick: close }, icon("close")),
    ),
    el("div", { class: "form-fields" }, (modal.components ?? []).map((part) => renderPart(part, context))),
    complaint,
    el("footer", {}, el("button", { class: "button secondary", type: "button", onclick: close }, "Cancel"), send),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complaint.textContent = "";
    send.disabled = true;
    const refused = (text) => {
      complaint.textContent = text;
      send.disabled = false;
    };
    try {
      const values = await Promise.all([...readers].map(async ([id, read]) => [id, await read()]));
      submit(Object.fromEntries(values), { accepted: close, refused: ({ text }) => refused(text) });
    } catch (error) {
      refused(error.message);
    }
  });
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector(".form-fields :is(input, textarea, button)") ?? send).focus();
}

function renderPart(part, context) {
  if (part.type === 10) return el("div", { class: "prose" }, renderBlocks(part.content ?? "", context.names));
  if (part.type === 1) return (part.components ?? []).map((field) => labelled(field, field.label, "", context));
  return labelled(part.component ?? {}, part.label, part.description, context);
}

function labelled(field, label, description, context) {
  const [id, about] = [freshId("field"), description ? freshId("about") : null];
  const isRequired = field.type !== CHECKBOX && (field.required ?? true);
  const star = isRequired ? el("span", { class: "star", "aria-hidden": "true" }, " *") : null;
  const note = description ? el("p", { class: "quiet", id: about }, description) : null;
  if (field.type === CHECKBOX) {
    const box = el("input", { id, type: "checkbox", checked: field.default ?? false, "aria-describedby": about });
    context.readers.set(field.custom_id, () => box.checked);
    return el("div", { class: "form-field" }, el("div", { class: "tick" }, box, el("label", { for: id }, label)), note);
  }
  if (field.type === RADIO_GROUP || field.type === CHECKBOX_GROUP) {
    const ticks = choices(field, id, context);
    return el("fieldset", { class: "form-field", "aria-describedby": about }, el("legend", {}, label, star), note, ticks);
  }
  if (field.type === TEXT_INPUT || field.type === FILE_UPLOAD) {
    const control = (field.type === TEXT_INPUT ? textInput : fileInput)(field, { id, "aria-describedby": about }, context);
    return el("div", { class: "form-field" }, el("label", { for: id }, label, star), note, control);
  }
  const select = renderSelect(field, { ...context, label });
  context.readers.set(field.custom_id, () => select.chosen());
  return el("div", { class: "form-field" }, el("span", { class: "form-label" }, label, star), note, select);
}

function textInput(field, own, { readers }) {
  const isLong = field.style === PARAGRAPH;
  const control = el(isLong ? "textarea" : "input", {
    ...own, name: field.custom_id, placeholder: field.placeholder, required: field.required ?? true, rows: isLong ? 4 : null,
    type: isLong ? null : "text", minlength: field.min_length, maxlength: field.max_length ?? 4000, autocomplete: "off",
  });
  control.value = field.value ?? "";
  readers.set(field.custom_id, () => control.value);
  return control;
}

function fileInput(field, own, { readers }) {
  const control = el("input", { ...own, type: "file", multiple: (field.max_values ?? 1) > 1, required: field.required ?? true });
  readers.set(field.custom_id, () => upload(control.files));
  return control;
}

// The options of a radio group (one can be chosen) or of a checkbox group.
function choices(field, name, { readers }) {
  const type = field.type === RADIO_GROUP ? "radio" : "checkbox";
  const boxes = field.options.map((option) => el("input", { id: freshId("choice"), type, name, value: option.value, checked: option.default ?? false }));
  readers.set(field.custom_id, () => boxes.filter((box) => box.checked).map((box) => box.value));
  return boxes.map((box, index) => {
    const { label, description } = field.options[index];
    return el("div", { class: "tick" }, box, el("label", { for: box.id }, label, description ? el("small", { class: "quiet" }, description) : null));
  });
}

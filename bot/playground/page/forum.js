// A forum: its posts, and the form that opens a new one.

import { el } from "./dom.js";
import { gist } from "./message.js";
import { nameOf } from "./world.js";

// What stands in place of a forum's messages. `open(postId)` shows a post, `write()` opens the form.
export function renderForum(forum, { world, open, write }) {
  const posts = world.postsOf(forum);
  return el(
    "div",
    { class: "hint forum" },
    el("h2", {}, posts.length ? `Posts in ${forum.name}` : `No posts in ${forum.name} yet`),
    el("button", { class: "button primary", type: "button", onclick: write }, "New post"),
    el("ul", { class: "posts" }, posts.map((post) => el("li", {}, card(post, world, open)))),
  );
}

function card(post, world, open) {
  const first = world.message(post.id, post.id);
  const author = world.userById(post.owner_id);
  const replies = Math.max(0, world.said(post.id).length - 1);
  return el(
    "button",
    { class: "hint-command post", type: "button", onclick: () => open(post.id) },
    el("strong", {}, post.name, world.tagsOf(post).map((tag) => el("span", { class: "tag" }, tag))),
    el("span", {}, first ? gist(first, world.names) : ""),
    el("small", { class: "quiet" }, `${author ? nameOf(author) : "Somebody"} · ${replies} ${replies === 1 ? "reply" : "replies"}`),
  );
}

// The form for a new post, as a modal of Discord's.
export function postForm(forum) {
  const tags = (forum.available_tags ?? []).filter((tag) => !tag.moderated).map((tag) => ({ label: tag.name, value: tag.id }));
  return {
    title: `New post in ${forum.name}`,
    components: [
      labelled("Title", { type: 4, custom_id: "title", style: 1, max_length: 100 }),
      labelled("Message", { type: 4, custom_id: "content", style: 2, max_length: 2000 }),
      ...(tags.length ? [labelled("Tags", { type: 22, custom_id: "tags", options: tags, required: false })] : []),
    ],
  };
}

function labelled(label, component) {
  return { type: 18, label, component };
}

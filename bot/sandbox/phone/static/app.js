// The page: which phones are in view, and the stream of changes. One phone is in phone.js, one bubble in bubble.js.
import { PhoneView } from "./phone.js";

const NARROWEST = 330;
const GAP = 20;
const MOST = 4;
const $ = (id) => document.getElementById(id);

const views = new Map();   // key -> PhoneView
const tabs = new Map();    // key -> {button, badge, unread}
let inView = [];           // keys, the one looked at longest ago first

function columns() {
  const width = document.documentElement.clientWidth;
  return Math.max(1, Math.min(MOST, Math.floor((width - 32 + GAP) / (NARROWEST + GAP))));
}

/** One phone of each role first, then the others: what a visitor should see without choosing. */
function firstChoice(phones) {
  const roles = new Set();
  const first = phones.filter((phone) => !roles.has(phone.role) && roles.add(phone.role));
  return [...first, ...phones.filter((phone) => !first.includes(phone))].map((phone) => phone.key);
}

function show(key) {
  inView = inView.filter((other) => other !== key);
  inView.push(key);
  layOut();
  const view = views.get(key);
  view.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (matchMedia("(pointer: fine)").matches) view.focus();
}

function layOut() {
  const visible = new Set(inView.slice(-columns()));
  for (const [key, view] of views) {
    const tab = tabs.get(key);
    const isVisible = visible.has(key);
    tab.button.setAttribute("aria-pressed", String(isVisible));
    if (isVisible) setUnread(tab, 0);
    view.element.hidden = !isVisible;
    if (isVisible) view.scrollDown();
  }
}

function setUnread(tab, count) {
  tab.unread = count;
  tab.badge.hidden = count === 0;
  tab.badge.textContent = String(count);
  tab.badge.setAttribute("aria-label", `${count} tin chưa đọc`);
}

function makeTab(phone) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `tab ${phone.role}`;
  button.dataset.key = phone.key;
  const name = document.createElement("span");
  name.textContent = phone.name;
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.hidden = true;
  button.append(name, badge);
  button.title = phone.note;
  button.addEventListener("click", () => show(phone.key));
  $("tabs").append(button);
  return { button, badge, unread: 0 };
}

function drawHead(state) {
  const { title, text, links } = state.info;
  if (title) $("title").textContent = title;
  if (text) $("about").textContent = text;
  $("links").replaceChildren(...(links ?? []).map((link) => {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.label;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    return anchor;
  }));
}

function drawAll(state) {
  drawHead(state);
  for (const phone of state.phones) {
    if (!views.has(phone.key)) {
      const view = new PhoneView(phone);
      views.set(phone.key, view);
      tabs.set(phone.key, makeTab(phone));
      $("phones").append(view.element);
    }
    views.get(phone.key).draw(phone, state.bot);
  }
  if (!inView.length) inView = firstChoice(state.phones).slice(0, MOST).reverse();
  layOut();
}

function byChat(chatId) {
  return [...views.values()].find((view) => view.chatId === chatId);
}

function on(source, kind, react) {
  source.addEventListener(kind, (event) => {
    const { chat_id: chatId, ...rest } = JSON.parse(event.data);
    const view = byChat(chatId);
    if (view) react(view, rest.data, rest);
  });
}

function listen() {
  const source = new EventSource("api/events");
  source.addEventListener("open", () => { $("offline").hidden = true; });
  source.addEventListener("error", () => {
    $("offline").hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  source.addEventListener("state", (event) => drawAll(JSON.parse(event.data)));
  on(source, "message", (view, message, { keyboard }) => {
    view.add(message, keyboard);
    const tab = tabs.get(view.key);
    if (message.from.is_bot && view.element.hidden) setUnread(tab, tab.unread + 1);
  });
  on(source, "edited", (view, message) => view.change(message));
  on(source, "deleted", (view, data) => view.remove(data.message_id));
  on(source, "answer", (view, answer) => view.answer(answer));
  on(source, "action", (view) => view.typing());
  on(source, "chat", (view, data) => view.setBlocked(data.blocked));
}

$("hint").open = matchMedia("(min-width: 1000px) and (min-height: 760px)").matches;
window.addEventListener("resize", layOut);
listen();

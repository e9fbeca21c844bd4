// One phone: its chat, its typing field and what a finger does. Bubbles are drawn in bubble.js.
import { bubble } from "./bubble.js";

const TYPING_MS = 5000;
const TOAST_MS = 4000;
const PRESS_MS = 12000;
const template = document.getElementById("phone-template");

export class PhoneView {
  constructor({ key, name, note, role, chat_id: chatId }) {
    Object.assign(this, { key, name, note, chatId, bubbles: new Map(), pressed: new Map(), editing: null });
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.classList.add(role);
    this.element.dataset.key = key;
    this.element.setAttribute("aria-label", `Điện thoại của ${name}`);
    this.part(".person").textContent = name;
    this.part(".note").textContent = note;
    this.part(".avatar").textContent = name.split(" ").at(-1)[0];
    this.part(".log").setAttribute("aria-label", `Tin nhắn của ${name}`);
    this.part(".field").setAttribute("aria-label", `Tin nhắn từ ${name}`);
    this.wire();
  }

  part(selector) { return this.element.querySelector(selector); }

  wire() {
    const field = this.part(".field");
    this.part(".composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    field.addEventListener("keydown", (event) => this.typed(event));
    field.addEventListener("input", () => this.grow());
    this.part(".start").addEventListener("click", () => { this.wantsFocus = true; this.do("start"); });
    this.part(".block").addEventListener("click", () => this.do(this.blocked ? "unblock" : "block"));
    this.part(".slash").addEventListener("click", () => this.toggleMenu());
    this.element.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closeMenu(); });
    this.part(".file").addEventListener("change", (event) => this.upload(event.target));
  }

  typed(event) {
    if (event.isComposing) return;   // Vietnamese input methods confirm a word with Enter
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.submit(); }
    else if (event.key === "ArrowUp" && !event.target.value) { event.preventDefault(); this.startEditing(); }
    else if (event.key === "Escape" && this.editing) this.stopEditing();
  }

  startEditing() {
    const own = [...this.bubbles.values()].filter(({ message }) => !message.from.is_bot && message.text);
    if (!own.length) return;
    this.editing = own.at(-1).message;
    this.part(".field").value = this.editing.text;
    this.part(".editing").hidden = false;
    this.grow();
  }

  stopEditing() {
    this.editing = null;
    this.part(".field").value = "";
    this.part(".editing").hidden = true;
    this.grow();
  }

  grow() {
    const field = this.part(".field");
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 140)}px`;
  }

  async submit() {
    const text = this.part(".field").value.trim();
    if (!text) return;
    const edited = this.editing;
    this.stopEditing();
    const done = edited ? await this.do("edit", { message_id: edited.message_id, text }) : await this.do("send", { text });
    if (!done) { this.part(".field").value = text; this.grow(); }
  }

  /** Ask the server; on refusal say why in a toast. */
  async do(action, body = {}) {
    try {
      const answer = await fetch(`api/phones/${this.key}/${action}`, { method: "POST", body: JSON.stringify(body) });
      if (answer.ok) return await answer.json();
      this.toast("Không làm được việc này. Xin thử lại.");
    } catch {
      this.toast("Không gửi được: mất kết nối với máy chủ.");
    }
    return null;
  }

  async upload(input) {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    const headers = { "Content-Type": file.type || "application/octet-stream" };
    const address = `api/phones/${this.key}/upload?name=${encodeURIComponent(file.name)}`;
    const answer = await fetch(address, { method: "POST", body: file, headers }).catch(() => null);
    if (!answer?.ok) this.toast("Không gửi được tệp này.");
  }

  /** The list of commands is asked for each time: the bot may have changed it. */
  async toggleMenu() {
    const menu = this.part(".menu");
    if (!menu.hidden) return this.closeMenu();
    const state = await fetch("api/state").then((answer) => answer.json()).catch(() => null);
    const commands = state?.bot.commands ?? [];
    if (!commands.length) return this.toast("Bot chưa đặt danh sách lệnh.");
    menu.replaceChildren(...commands.map(({ command, description }) => {
      const item = document.createElement("button");
      const name = document.createElement("b");
      name.textContent = `/${command}`;
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.append(name, ` ${description}`);
      item.addEventListener("click", () => { this.closeMenu(); this.do("send", { text: `/${command}` }); });
      return item;
    }));
    menu.hidden = false;
    this.part(".slash").setAttribute("aria-expanded", "true");
    menu.firstElementChild.focus();
    return undefined;
  }

  closeMenu() {
    if (this.part(".menu").hidden) return;
    this.part(".menu").hidden = true;
    this.part(".slash").setAttribute("aria-expanded", "false");
    this.part(".field").focus();
  }

  draw(phone, bot) {
    this.bot = bot;
    this.started = phone.started;
    this.bubbles.clear();
    this.part(".log").replaceChildren();
    for (const message of phone.messages) this.put(message);
    if (!this.started) this.welcome();
    this.setKeyboard(phone.keyboard);
    this.setBlocked(phone.blocked);
    this.scrollDown();
  }

  welcome() {
    const note = document.createElement("p");
    note.className = "welcome";
    note.textContent = this.bot.description
      || `${this.bot.name}: đọc dự thảo chính sách và góp ý từng điều. Xin mời bấm “Bắt đầu”.`;
    this.part(".log").replaceChildren(note);
  }

  /** The foot fits the state of the chat: start, start again after a block, or type. */
  setBlocked(blocked) {
    this.blocked = blocked;
    const ready = this.started && !blocked;
    this.part(".composer").hidden = !ready;
    const start = this.part(".start");
    start.hidden = ready;
    start.textContent = blocked ? "Bỏ chặn và bắt đầu lại" : "Bắt đầu";
    const block = this.part(".block");
    block.hidden = !this.started;
    block.textContent = blocked ? "Bỏ chặn" : "Chặn";
    block.setAttribute("aria-label", `${block.textContent} bot trên máy của ${this.name}`);
    this.part(".keys").hidden = !ready || !this.part(".keys").children.length;
    if (ready && this.wantsFocus) this.part(".field").focus();
    if (ready) this.wantsFocus = false;
  }

  setKeyboard(keyboard) {
    const labels = (keyboard?.keyboard ?? []).flat().map((button) => button.text);
    this.part(".keys").replaceChildren(...labels.map((label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => this.do("send", { text: label }));
      return button;
    }));
    this.part(".keys").hidden = !labels.length || !this.started || this.blocked;
  }

  put(message) {
    const element = bubble(message, {
      press: (index, button) => this.press(message.message_id, index, button),
      say: (text) => this.do("send", { text }),
      start: (payload) => this.do("start", { payload }),
      botUser: this.bot,
    });
    const old = this.bubbles.get(message.message_id);
    if (old) old.element.replaceWith(element);
    else this.part(".log").append(element);
    this.bubbles.set(message.message_id, { message, element });
  }

  add(message, keyboard) {
    if (!this.started) {
      this.started = true;
      this.part(".log").replaceChildren();
      this.setBlocked(false);
    }
    if (message.from.is_bot) this.stopTyping();
    this.put(message);
    if (keyboard !== undefined) this.setKeyboard(keyboard);
    this.scrollDown();
  }

  change(message) {
    const log = this.part(".log");
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    this.put(message);
    if (atEnd) this.scrollDown();
  }

  remove(messageId) {
    this.bubbles.get(messageId)?.element.remove();
    this.bubbles.delete(messageId);
  }

  async press(messageId, index, button) {
    button.classList.add("waiting");
    const release = () => button.classList.remove("waiting");
    setTimeout(release, PRESS_MS);
    const done = await this.do("press", { message_id: messageId, index });
    if (!done) return release();
    const early = this.pressed.get(done.query_id);
    this.pressed.set(done.query_id, release);
    if (early === true) release();
    return undefined;
  }

  answer({ query_id: queryId, text, show_alert: alert }) {
    const release = this.pressed.get(queryId);
    if (typeof release === "function") release();
    else this.pressed.set(queryId, true);
    if (!text) return;
    if (!alert || this.element.hidden) { this.toast(text); return; }
    this.part(".alert-text").textContent = text;
    if (!this.part(".alert").open) this.part(".alert").showModal();
  }

  toast(text) {
    const toast = this.part(".toast");
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { toast.hidden = true; }, TOAST_MS);
  }

  typing() {
    this.part(".note").textContent = `${this.bot.name} đang nhập…`;
    this.part(".note").classList.add("typing");
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    this.part(".note").textContent = this.note;
    this.part(".note").classList.remove("typing");
  }

  scrollDown() {
    const log = this.part(".log");
    log.scrollTop = log.scrollHeight;
    for (const image of log.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", () => { log.scrollTop = log.scrollHeight; }, { once: true });
    }
  }

  focus() {
    const start = this.part(".start");
    (start.hidden ? this.part(".field") : start).focus({ preventScroll: true });
  }
}

// One message as a bubble: text with its entities, picture or file, buttons. It knows nothing about the page.
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function safeLink(address) {
  return /^(https?|tg|mailto):/i.test(address) ? address : null;
}

function link(entity, text, hands) {
  const address = safeLink({ text_link: entity.url, url: text, email: `mailto:${text}` }[entity.type] ?? "");
  if (!address) return element("span");
  const anchor = element("a");
  anchor.href = address;
  const start = /^https?:\/\/t\.me\/\w+\?start=([\w-]+)$/.exec(address);
  if (start) {
    anchor.addEventListener("click", (event) => { event.preventDefault(); hands.start(start[1]); });
  } else {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}

function wrapper(entity, text, hands) {
  if (entity.type === "bot_command") {
    const button = element("button", "command");
    button.type = "button";
    button.addEventListener("click", () => hands.say(text));
    return button;
  }
  if (["text_link", "url", "email"].includes(entity.type)) return link(entity, text, hands);
  const made = element(TAGS[entity.type] ?? "span");
  if (entity.type === "spoiler") {
    made.className = "spoiler";
    made.tabIndex = 0;
    made.title = "Bấm để xem";
    made.addEventListener("click", () => made.classList.add("open"));
    made.addEventListener("keydown", (event) => { if (event.key === "Enter") made.classList.add("open"); });
  }
  if (entity.type === "expandable_blockquote") {
    made.classList.add("expandable");
    made.addEventListener("click", () => made.classList.toggle("open"));
  }
  return made;
}

/** Offsets of entities are UTF-16 units, as indices of JavaScript strings are. */
export function richText(text, entities, hands, from = 0, to = text.length) {
  const made = document.createDocumentFragment();
  let at = from;
  const inside = entities.filter((entity) => entity.offset >= from && entity.offset + entity.length <= to);
  while (inside.length) {
    const entity = inside.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    const children = inside.filter((other) => other.offset < end && other.offset + other.length <= end);
    made.append(text.slice(at, entity.offset));
    const outer = wrapper(entity, text.slice(entity.offset, end), hands);
    outer.append(richText(text, children, hands, entity.offset, end));
    made.append(outer);
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;   // a block ends its line by itself
  }
  made.append(text.slice(at, to));
  return made;
}

function size(bytes) {
  const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
  return bytes < 1024 * 1024 ? `${number.format(Math.ceil(bytes / 1024))} KB` : `${number.format(bytes / 1048576)} MB`;
}

function media(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    const image = element("img", "photo");
    image.src = `files/${photo.file_id}`;
    image.alt = message.caption || "Ảnh";
    image.width = photo.width;
    image.height = photo.height;
    const anchor = element("a", "photo-link", image);
    anchor.href = image.src;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    return anchor;
  }
  if (message.document) {
    const name = message.document.file_name;
    const anchor = element("a", "document",
      element("span", "document-icon", name.split(".").at(-1).slice(0, 4).toUpperCase()),
      element("span", "document-name", name, element("small", "", size(message.document.file_size))));
    anchor.href = `files/${message.document.file_id}`;
    anchor.download = name;
    return anchor;
  }
  if (message.sticker) return element("span", "sticker", message.sticker.emoji);
  const words = { voice: "Tin nhắn thoại", location: "Vị trí", contact: "Danh bạ", new_chat_members: "Đã vào nhóm" };
  const kind = Object.keys(words).find((name) => message[name]);
  return kind ? element("span", "other", words[kind]) : "";
}

function quoted(original, hands) {
  if (!original) return "";
  const text = (original.text ?? original.caption ?? "Tệp").slice(0, 120);
  return element("div", "quoted", richText(text, [], hands));
}

function keyboard(markup, hands) {
  let index = 0;
  const rows = markup.inline_keyboard.map((row) => element("div", "row", ...row.map((button) => {
    const place = index++;
    if (button.url && safeLink(button.url)) {
      const anchor = element("a", "key", `${button.text} ↗`);
      anchor.href = button.url;
      anchor.target = "_blank";
      anchor.rel = "noopener noreferrer";
      return anchor;
    }
    const key = element("button", "key", button.text);
    key.type = "button";
    key.addEventListener("click", () => hands.press(place, key));
    return key;
  })));
  return element("div", "keyboard", ...rows);
}

/** A bubble; `hands` are the things a finger can do on it: press(index, button), say(text), start(payload). */
export function bubble(message, hands) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const body = element("div", "body", quoted(message.reply_to_message, hands), media(message));
  if (text) body.append(element("div", "text", richText(text, entities, hands)));
  const time = element("time", "", clock.format(message.date * 1000));
  time.dateTime = new Date(message.date * 1000).toISOString();
  body.append(element("span", "stamp", message.edit_date ? "đã sửa " : "", time));
  const made = element("article", `bubble ${message.from.is_bot ? "theirs" : "mine"}`, body);
  made.dataset.id = message.message_id;
  if (message.reply_markup?.inline_keyboard) made.append(keyboard(message.reply_markup, hands));
  return made;
}

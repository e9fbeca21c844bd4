// The bar of an upload and of the reading behind it. Without this file the form and the waiting page work all the same.
"use strict";

function send(form) {
  const refusal = document.getElementById("refusal");
  const file = form.elements.file.files[0];
  const words = form.dataset;
  const bar = document.getElementById("bar");
  const told = document.getElementById("sent");
  const button = form.querySelector("button");

  function refuse(sentence) {
    refusal.textContent = sentence;
    refusal.hidden = false;
    document.getElementById("sending").hidden = true;
    button.disabled = false;
    refusal.scrollIntoView({ block: "center" });
  }

  if (file && file.size > Number(words.limit) * 2 ** 20) {
    refuse(words.tooLarge);
    return;
  }
  refusal.hidden = true;
  button.disabled = true;
  document.getElementById("sending").hidden = false;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) {
      const percent = Math.floor((100 * event.loaded) / event.total);
      bar.value = percent;
      told.textContent = `${words.sending}: ${percent} %`;
    }
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    told.textContent = words.sent;
  });
  request.addEventListener("error", () => refuse(words.broken));
  request.addEventListener("load", () => {
    if ((request.getResponseHeader("Content-Type") || "").startsWith("application/json")) {
      const answer = JSON.parse(request.responseText);
      if (answer.next) {
        location.assign(answer.next);
      } else {
        refuse(answer.refusal);
      }
      return;
    }
    // A page instead: too large, signed out, a defect. Its words are what the officer must read.
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    refuse(main ? main.innerText.trim() || main.textContent.trim() : words.broken);
  });
  request.send(new FormData(form));
}

function wait(place) {
  const told = document.getElementById("told");
  async function look() {
    try {
      const answer = await fetch(place.dataset.state, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (found.state !== "reading") {
        location.reload();
        return;
      }
      told.textContent = place.dataset.words.replace("%s", found.seconds);
    } catch {
      // The line may be away for a moment; the next look tells.
    }
    setTimeout(look, 1000);
  }
  setTimeout(look, 700);
}

const form = document.getElementById("upload");
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
const reading = document.getElementById("reading");
if (reading) {
  wait(reading);
}

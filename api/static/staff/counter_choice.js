// The counter where one worked last is offered first.
import { lastCounter } from "./counter_last.js";

const last = lastCounter();
if (last) {
  const again = document.getElementById("again");
  const link = again.querySelector("a");
  link.href = `/staff/counters/${encodeURIComponent(last.centre)}/${encodeURIComponent(last.counter)}`;
  link.textContent = `Vào lại quầy ${last.counter}: ${last.name}`;
  again.hidden = false;
}

// After an entry was saved: what this tab kept of it is needed no more.

import { forget } from "./edit_copy.js";

const told = new URLSearchParams(location.search).get("told");
const entry = location.pathname.replace(/\/publish$/, "");
if (["drafted", "submitted"].includes(told)) forget(`${entry}/edit`, "/staff/knowledge/new");

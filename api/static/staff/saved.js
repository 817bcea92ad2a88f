// After an entry was saved: what this tab kept of it is needed no more.

import { forget } from "./edit_copy.js";

const told = new URLSearchParams(location.search).get("told");
if (["drafted", "submitted"].includes(told)) forget(`${location.pathname}/edit`, "/staff/knowledge/new");

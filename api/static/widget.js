// What other sites load as a module, to have <le-tan-chat>.
import "./static/widget/element.js";

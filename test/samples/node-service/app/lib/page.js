// Fills the page's template.
exports.page = (template, name) => template.replace('{{name}}', name.replace(/[<>&]/g, ''));

exports.page = (title) => `<!doctype html>\n<title>${title}</title>\n`;

// A dependency that the running program needs.
exports.words = ['world', 'moon'];

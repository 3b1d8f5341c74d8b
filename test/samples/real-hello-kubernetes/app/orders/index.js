exports.latest = () => ({ orderId: 42 });

def name():
    return "proxy"

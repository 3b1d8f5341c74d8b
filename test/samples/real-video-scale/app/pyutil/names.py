def name():
    return "video-scale"

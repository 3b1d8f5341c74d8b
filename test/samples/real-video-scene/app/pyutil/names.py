def name():
    return "video-scene"

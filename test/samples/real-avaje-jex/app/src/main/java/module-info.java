module avaje.techempower {
    requires jdk.httpserver;
}

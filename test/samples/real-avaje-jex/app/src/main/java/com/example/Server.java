package com.example;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

public final class Server {
    public static void main(String[] args) throws Exception {
        Properties settings = new Properties();
        settings.load(Server.class.getResourceAsStream("server.properties"));
        byte[] body = ("Hello, " + settings.getProperty("server") + "!\n").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/plaintext", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }
}

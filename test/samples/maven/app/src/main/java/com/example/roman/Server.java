package com.example.roman;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Writes numbers as the Romans did. */
public class Server {
  public static void main(String[] args) throws IOException {
    String greeting = System.getenv().getOrDefault("GREETING", "Ave");
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", exchange -> {
      String path = exchange.getRequestURI().getPath().substring(1);
      String text = path.matches("[1-9][0-9]{0,3}") ? Roman.of(Integer.parseInt(path)) : greeting;
      byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }
}

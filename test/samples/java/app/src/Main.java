import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Tells whether a number is prime. */
public class Main {
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/prime/", Main::answer);
    server.createContext("/about", exchange -> send(exchange, 200, About.text()));
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String number = exchange.getRequestURI().getPath().substring("/prime/".length());
    try {
      send(exchange, 200, Primes.isPrime(Long.parseLong(number)) + "\n");
    } catch (NumberFormatException error) {
      send(exchange, 400, "not a number\n");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

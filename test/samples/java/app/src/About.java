import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

final class About {
  private About() {}

  /** From the class path, or what there is without it. */
  static String text() throws IOException {
    try (InputStream found = About.class.getResourceAsStream("/about.txt")) {
      return found == null ? "primes\n" : new String(found.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package io.handclasp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ours, with everything on that is on by default.
 *
 * @param home the folder of the repository
 * @param java a Java home
 */
record HandclaspPair(String name, Path home, Path java, String more) implements Pair {
  /** What nobody sees costs nothing: to tell what the seeing costs. */
  static final String EVERYTHING_OFF =
      """
      admin: off
      log: {levels: {access: off, handshake: off, connection: off}}
      """;

  @Override
  public boolean isPeer() {
    return false;
  }

  @Override
  public boolean isInstalled() {
    return Files.isExecutable(java.resolve("bin/java"));
  }

  @Override
  public List<String> environment() {
    return List.of("JAVA_HOME=" + java);
  }

  @Override
  public List<String> command(Half half, Place place) throws IOException {
    boolean front = half == Half.FRONT;
    Path file = place.write("proxy.yaml", front ? front(place) : back(place));
    String script = front ? "client-proxy" : "backend-service";
    return List.of(home.resolve("scripts").resolve(script).toString(), "--config", file.toString());
  }

  private String front(Place place) {
    return common(place, place.frontPort(), "front")
        + "routes: [{path: /, endpoint: \"https://127.0.0.1:%d\", peerName: %s}]\n"
            .formatted(place.backPort(), Lab.BACK_NAME);
  }

  private String back(Place place) {
    return common(place, place.backPort(), "back")
        + """
        routes:
          - {path: /fixed, service: {status: 200, contentType: text/plain, file: %s}}
          - {path: /, endpoint: "http://127.0.0.1:%d"}
        """
            .formatted(place.file("fixed"), place.originPort());
  }

  private String common(Place place, int port, String identity) {
    return """
    listen: 127.0.0.1:%d
    workers: %d
    timeouts: {idle: 1h}
    tls:
      keyStore: {file: %s}
      trustStore: {file: %s}
    %s
    """
        .formatted(
            port,
            place.workers(),
            place.file(identity + ".both"), // the very files that the peers get
            place.file("trust.pem"),
            more.contains("admin:") ? more : "admin: {listen: \"127.0.0.1:0\"}\n" + more);
  }
}

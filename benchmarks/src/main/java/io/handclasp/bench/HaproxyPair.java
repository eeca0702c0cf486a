package io.handclasp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two HAProxy, as one would set them up for this: connections shared and kept, nothing logged. */
record HaproxyPair(Path program) implements Pair {
  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public boolean isPeer() {
    return true;
  }

  @Override
  public boolean isInstalled() {
    return Files.isExecutable(program);
  }

  @Override
  public List<String> command(Half half, Place place) throws IOException {
    String rest = half == Half.FRONT ? front(place) : back(place);
    Path file = place.write("haproxy.cfg", top(place) + rest);
    return List.of(program.toString(), "-db", "-f", file.toAbsolutePath().toString());
  }

  private static String top(Place place) {
    return """
    global
      nbthread %d
      maxconn 6000
      ssl-default-bind-options ssl-min-ver TLSv1.3
      ssl-default-server-options ssl-min-ver TLSv1.3
    defaults
      mode http
      option forwardfor
      timeout connect 5s
      timeout client 1h
      timeout server 1h
      http-reuse always
    """
        .formatted(place.workers());
  }

  private static String front(Place place) {
    return """
    frontend clients
      bind 127.0.0.1:%d shards by-thread
      default_backend back
    backend back
      server back 127.0.0.1:%d pool-max-conn 2000 ssl verify required ca-file %s crt %s \
    sni str(%s) verifyhost %s alpn http/1.1
    """
        .formatted(
            place.frontPort(),
            place.backPort(),
            place.file("trust.pem"),
            place.file("front.both"),
            Lab.BACK_NAME,
            Lab.BACK_NAME);
  }

  private static String back(Place place) {
    return """
    frontend fronts
      bind 127.0.0.1:%d shards by-thread ssl crt %s ca-file %s verify required
      http-request return status 200 content-type text/plain file %s if { path /fixed }
      default_backend origin
    backend origin
      server origin 127.0.0.1:%d pool-max-conn 2000
    """
        .formatted(
            place.backPort(),
            place.file("back.both"),
            place.file("trust.pem"),
            place.file("fixed"),
            place.originPort());
  }
}

package io.handclasp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two nginx, as one would set them up for this: connections kept, nothing logged. */
record NginxPair(Path program) implements Pair {
  @Override
  public String name() {
    return "nginx";
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
    String server = half == Half.FRONT ? front(place) : back(place);
    Path file = place.write("nginx.conf", top(place) + server + "}\n");
    String log = place.folder().resolve("error.log").toString();
    return List.of(program.toString(), "-e", log, "-c", file.toAbsolutePath().toString());
  }

  private static String top(Place place) {
    StringBuilder paths = new StringBuilder();
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      paths.append("  %s_temp_path %s/%s;%n".formatted(kind, place.folder(), kind));
    }
    return """
    daemon off;
    pid %s/nginx.pid;
    worker_processes %d;
    worker_rlimit_nofile 30000;
    events { worker_connections 12000; }
    http {
      access_log off;
      default_type text/plain;
      keepalive_timeout 1h;
      keepalive_requests 2000000000;
      client_max_body_size 0;
      client_body_buffer_size 32k;
      proxy_http_version 1.1;
      proxy_request_buffering off;
      proxy_max_temp_file_size 0;
    %s\
    """
        .formatted(place.folder(), place.workers(), paths);
  }

  private static String front(Place place) {
    return """
      upstream back {
        server 127.0.0.1:%d;
        keepalive 512;
        keepalive_requests 2000000000;
        keepalive_timeout 1h;
      }
      server {
        listen 127.0.0.1:%d reuseport backlog=8192;
        location / {
          proxy_pass https://back;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_ssl_protocols TLSv1.3;
          proxy_ssl_certificate %s;
          proxy_ssl_certificate_key %s;
          proxy_ssl_trusted_certificate %s;
          proxy_ssl_verify on;
          proxy_ssl_server_name on;
          proxy_ssl_name %s;
        }
      }
    """
        .formatted(
            place.backPort(),
            place.frontPort(),
            place.file("front.pem"),
            place.file("front.key"),
            place.file("trust.pem"),
            Lab.BACK_NAME);
  }

  private static String back(Place place) {
    return """
      upstream origin {
        server 127.0.0.1:%d;
        keepalive 512;
        keepalive_requests 2000000000;
        keepalive_timeout 1h;
      }
      server {
        listen 127.0.0.1:%d ssl reuseport backlog=8192;
        server_name %s;
        ssl_protocols TLSv1.3;
        ssl_session_cache shared:sessions:16m;
        ssl_certificate %s;
        ssl_certificate_key %s;
        ssl_client_certificate %s;
        ssl_verify_client on;
        location = /fixed { return 200 "%s"; }
        location / {
          proxy_pass http://origin;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $remote_addr;
        }
      }
    """
        .formatted(
            place.originPort(),
            place.backPort(),
            Lab.BACK_NAME,
            place.file("back.pem"),
            place.file("back.key"),
            place.file("trust.pem"),
            Origin.text(Origin.SMALL));
  }
}

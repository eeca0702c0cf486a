package io.handclasp.proxy.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page and its parts, as they lie in the jar. */
final class Pages {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "yaml", "application/yaml");

  private Pages() {}

  /** Registers all of them. */
  static void addTo(AdminRoutes routes) {
    routes.get("/", page("index.html"));
    routes.get("/openapi.yaml", page("admin-api.yaml"));
    routes.get("/assets/*", request -> asset(request.last()));
  }

  private static AdminResource page(String file) {
    return request -> asset(file);
  }

  private static AdminAnswer asset(String file) {
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (type == null || !file.matches("[a-z-]+\\.[a-z]+")) {
      return AdminAnswer.text(404, "nothing here\n");
    }
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      return in == null
          ? AdminAnswer.text(404, "nothing here\n")
          : AdminAnswer.of(200, type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

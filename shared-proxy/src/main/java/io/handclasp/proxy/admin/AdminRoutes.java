package io.handclasp.proxy.admin;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which resource answers which path. A path is registered as it is, such as {@code /metrics}, or
 * with a star for its last segment, such as {@code /handshakes/*}. Safe for use by many threads.
 */
public final class AdminRoutes {
  private final Map<String, AdminResource> resources = new ConcurrentHashMap<>();

  /** Registers what answers GET and HEAD. */
  public AdminRoutes get(String path, AdminResource resource) {
    return register("GET " + path, resource);
  }

  /** Registers what answers POST: an order, asked for from the same origin only. */
  public AdminRoutes post(String path, AdminResource resource) {
    return register("POST " + path, resource);
  }

  private AdminRoutes register(String key, AdminResource resource) {
    if (resources.putIfAbsent(key, resource) != null) {
      throw new IllegalArgumentException(key + ": registered already");
    }
    return this;
  }

  /** What answers; null where nothing does. */
  @Nullable AdminResource find(String method, String path) {
    AdminResource exact = resources.get(method + " " + path);
    return exact != null ? exact : resources.get(method + " " + starred(path));
  }

  /** The methods that a path knows, for {@code Allow}; empty where the path is unknown. */
  Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    for (String method : Set.of("GET", "POST")) {
      if (find(method, path) != null) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** What a star stands for in that path. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String starred(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1) + "*";
  }
}

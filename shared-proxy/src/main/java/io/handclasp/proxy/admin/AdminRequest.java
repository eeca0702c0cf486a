package io.handclasp.proxy.admin;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin listener, its origin already checked.
 *
 * @param method GET or POST; a HEAD comes as GET
 * @param path without query, decoded
 * @param last what stands for {@code *} where the path was registered with it, else empty
 * @param query parameters, the first of each name
 * @param fields header fields by their names in lower case
 */
public record AdminRequest(
    String method,
    String path,
    String last,
    Map<String, String> query,
    Map<String, String> fields) {
  /** Copies. */
  public AdminRequest {
    query = Map.copyOf(query);
    fields = Map.copyOf(fields);
  }

  /** A header field's value; null where it was not sent. */
  public @Nullable String field(String name) {
    return fields.get(name.toLowerCase(Locale.ROOT));
  }

  /** A parameter of the query; null where it was not given. */
  public @Nullable String parameter(String name) {
    return query.get(name);
  }
}

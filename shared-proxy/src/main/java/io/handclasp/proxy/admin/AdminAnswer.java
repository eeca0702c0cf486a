package io.handclasp.proxy.admin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer of the admin listener. What every answer carries is added when it is sent. */
public final class AdminAnswer {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> fields;

  private AdminAnswer(int status, String contentType, byte[] body, Map<String, String> fields) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.fields = fields;
  }

  /**
   * With any content; the bytes are not copied.
   *
   * @param contentType value of the field {@code Content-Type}
   */
  public static AdminAnswer of(int status, String contentType, byte[] body) {
    return new AdminAnswer(status, contentType, body, Map.of());
  }

  /** Plain text. */
  public static AdminAnswer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON document. */
  public static AdminAnswer json(int status, byte[] document) {
    return of(status, "application/json", document);
  }

  /** The same with one more header field. */
  public AdminAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new AdminAnswer(status, contentType, body, more);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> fields() {
    return fields;
  }
}

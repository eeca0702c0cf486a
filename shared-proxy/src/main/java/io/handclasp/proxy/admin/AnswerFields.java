package io.handclasp.proxy.admin;

import io.handclasp.proxy.http.DateText;
import io.netty.handler.codec.http.HttpHeaders;

/** What every answer carries, so that a browser does nothing with it but what we mean. */
final class AnswerFields {
  /** Scripts, styles and data from here alone; nothing inline; in no frame. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private AnswerFields() {}

  static void addTo(HttpHeaders fields) {
    fields.set("Content-Security-Policy", POLICY);
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("X-Frame-Options", "DENY");
    fields.set("Referrer-Policy", "no-referrer");
    fields.set("Cross-Origin-Opener-Policy", "same-origin");
    fields.set("Cross-Origin-Resource-Policy", "same-origin");
    fields.set("Cache-Control", "no-store");
    fields.set("Date", new DateText().now());
  }
}

package io.handclasp.proxy.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How metrics are written down. */
enum ExpositionFormat {
  /** What every scraper reads. */
  PROMETHEUS("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
  /** The standard that grew out of it. */
  OPENMETRICS(
      "application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String mediaType;
  private final String contentType;

  ExpositionFormat(String mediaType, String contentType) {
    this.mediaType = mediaType;
    this.contentType = contentType;
  }

  /** The value of {@code Content-Type}. */
  String contentType() {
    return contentType;
  }

  /**
   * OpenMetrics where {@code Accept} names it and does not prefer plain text (RFC 9110, 12.5.1).
   */
  static ExpositionFormat of(@Nullable String accept) {
    if (accept == null) {
      return PROMETHEUS;
    }
    double open = quality(accept, OPENMETRICS.mediaType);
    return open > 0 && open >= quality(accept, PROMETHEUS.mediaType) ? OPENMETRICS : PROMETHEUS;
  }

  /** The highest weight of a type that is named; wildcards do not count. */
  private static double quality(String accept, String mediaType) {
    double best = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = range.split(";");
      if (parts.length > 0 && parts[0].strip().equals(mediaType)) {
        best = Math.max(best, weight(parts));
      }
    }
    return best;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.startsWith("q=")) {
        try {
          return Double.parseDouble(part.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}

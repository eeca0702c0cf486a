package io.handclasp.proxy.http;

import io.handclasp.proxy.config.Limits;

/**
 * How large a head or a trailer section may be.
 *
 * @param line longest first line, in bytes
 * @param fields longest section, in bytes
 * @param count most field lines
 */
public record HeadLimits(int line, int fields, int count) {
  /** Those of a configuration. */
  public static HeadLimits of(Limits limits) {
    return new HeadLimits(limits.requestLine(), limits.fields(), limits.fieldCount());
  }
}

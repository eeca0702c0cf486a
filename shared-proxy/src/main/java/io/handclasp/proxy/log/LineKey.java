package io.handclasp.proxy.log;

import java.nio.charset.StandardCharsets;

/** A key that comes often, with what stands around it in either form of a {@link LogLine}. */
final class LineKey {
  private final byte[] text;
  private final byte[] json;

  LineKey(String name) {
    text = (' ' + name + '=').getBytes(StandardCharsets.US_ASCII);
    json = (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  byte[] bytes(boolean inJson) {
    return inJson ? json : text;
  }
}

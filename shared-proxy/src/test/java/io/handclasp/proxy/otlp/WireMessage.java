package io.handclasp.proxy.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A Protocol Buffers message by the numbers of its fields, without its schema. */
record WireMessage(Map<Integer, List<Object>> fields) {
  static WireMessage of(byte[] bytes) {
    Map<Integer, List<Object>> fields = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(in);
            case 1 -> in.getLong();
            case 2 -> block(in);
            case 5 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("wire type " + (key & 7));
          };
      fields.computeIfAbsent((int) (key >>> 3), k -> new ArrayList<>()).add(value);
    }
    return new WireMessage(fields);
  }

  List<WireMessage> messages(int field) {
    return all(field).stream().map(block -> of((byte[]) block)).toList();
  }

  String text(int field) {
    return all(field).isEmpty()
        ? ""
        : new String((byte[]) all(field).get(0), StandardCharsets.UTF_8);
  }

  String hex(int field) {
    return all(field).isEmpty() ? "" : HexFormat.of().formatHex((byte[]) all(field).get(0));
  }

  long number(int field) {
    return all(field).isEmpty() ? 0 : (Long) all(field).get(0);
  }

  private List<Object> all(int field) {
    return fields.getOrDefault(field, List.of());
  }

  private static byte[] block(ByteBuffer in) {
    byte[] block = new byte[(int) varint(in)];
    in.get(block);
    return block;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}

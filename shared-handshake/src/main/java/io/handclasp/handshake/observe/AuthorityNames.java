package io.handclasp.handshake.observe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;

/**
 * The names of authorities as text. The same few come with every handshake, so they are kept by
 * their encoding; bounded, because a stranger may send any. Safe for use by many threads.
 */
final class AuthorityNames {
  private static final int MOST = 256;

  private final Map<ByteBuffer, String> known = new ConcurrentHashMap<>();

  List<String> of(List<byte[]> encoded) {
    List<String> names = new ArrayList<>(encoded.size());
    for (byte[] name : encoded) {
      names.add(of(name));
    }
    return names;
  }

  private String of(byte[] encoded) {
    ByteBuffer key = ByteBuffer.wrap(encoded);
    String name = known.get(key);
    if (name == null) {
      name = parse(encoded);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(key, name);
    }
    return name;
  }

  private static String parse(byte[] encoded) {
    try {
      return new X500Principal(encoded).getName();
    } catch (IllegalArgumentException e) {
      return "malformed name of " + encoded.length + " bytes";
    }
  }
}

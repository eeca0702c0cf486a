package io.handclasp.handshake.observe;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a client offers (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2).
 *
 * @param random the 32 bytes that both ends see, in hexadecimal
 * @param versions offered versions, most wanted first
 * @param suites offered suites
 * @param groups offered groups
 * @param schemes offered signature schemes
 * @param protocols offered ALPN names
 * @param serverName SNI; null where none
 */
record ClientHello(
    String random,
    List<String> versions,
    List<String> suites,
    List<String> groups,
    List<String> schemes,
    List<String> protocols,
    @Nullable String serverName) {
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int APPLICATION_PROTOCOLS = 16;
  private static final int SUPPORTED_VERSIONS = 43;

  /** Most entries of one list that a record shows; a stranger may send thousands. */
  private static final int MOST = 64;

  /** Reads the message body; null where it is too short to have a random. */
  static @Nullable ClientHello parse(ByteCursor in) {
    int legacyVersion = in.u16();
    byte[] random = in.copy(32);
    in.skip(in.u8());
    List<String> suites = numbers(in.part(in.u16()), TlsNames::suite);
    in.skip(in.u8());
    ByteCursor extensions = in.part(in.hasMore() ? in.u16() : 0);
    return random.length < 32
        ? null
        : withExtensions(legacyVersion, HexFormat.of().formatHex(random), suites, extensions);
  }

  private static ClientHello withExtensions(
      int legacyVersion, String random, List<String> suites, ByteCursor extensions) {
    List<String> versions = List.of(TlsNames.version(legacyVersion));
    List<String> groups = List.of();
    List<String> schemes = List.of();
    List<String> protocols = List.of();
    String serverName = null;
    while (extensions.hasMore()) {
      int type = extensions.u16();
      ByteCursor body = extensions.part(extensions.u16());
      switch (type) {
        case SERVER_NAME -> serverName = serverName(body);
        case SUPPORTED_GROUPS -> groups = numbers(body.part(body.u16()), TlsNames::group);
        case SIGNATURE_ALGORITHMS -> schemes = numbers(body.part(body.u16()), TlsNames::scheme);
        case APPLICATION_PROTOCOLS -> protocols = protocols(body.part(body.u16()));
        case SUPPORTED_VERSIONS -> versions = numbers(body.part(body.u8()), TlsNames::version);
        default -> {}
      }
    }
    return new ClientHello(random, versions, suites, groups, schemes, protocols, serverName);
  }

  /** A list of 16-bit numbers by their names, without those that mean nothing (RFC 8701). */
  static List<String> numbers(ByteCursor in, IntFunction<String> name) {
    List<String> names = new ArrayList<>(Math.min(MOST, in.remaining() / 2));
    while (in.hasMore() && names.size() < MOST) {
      int number = in.u16();
      if (!TlsNames.isGrease(number)) {
        names.add(name.apply(number));
      }
    }
    return names;
  }

  private static List<String> protocols(ByteCursor in) {
    List<String> names = new ArrayList<>(2);
    while (in.hasMore() && names.size() < MOST) {
      names.add(Printable.of(in.ascii(in.u8())));
    }
    return names;
  }

  private static @Nullable String serverName(ByteCursor in) {
    ByteCursor list = in.part(in.u16());
    int type = list.u8();
    String name = Printable.of(list.ascii(list.u16()));
    return type == 0 && !name.isEmpty() ? name : null;
  }
}

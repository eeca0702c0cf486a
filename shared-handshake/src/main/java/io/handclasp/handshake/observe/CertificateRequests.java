package io.handclasp.handshake.observe;

import java.util.ArrayList;
import java.util.List;

/** Reads CertificateRequest (RFC 8446 section 4.3.2, RFC 5246 section 7.4.4). */
final class CertificateRequests {
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int CERTIFICATE_AUTHORITIES = 47;

  /** Most names that are kept of a list. */
  private static final int MOST = 32;

  private CertificateRequests() {}

  static HandshakeFacts.CertificateRequest parse(ByteCursor in, boolean tls13) {
    return tls13 ? parse13(in) : parse12(in);
  }

  private static HandshakeFacts.CertificateRequest parse12(ByteCursor in) {
    in.skip(in.u8());
    List<String> schemes = ClientHello.numbers(in.part(in.u16()), TlsNames::scheme);
    return new HandshakeFacts.CertificateRequest(schemes, names(in.part(in.u16())));
  }

  private static HandshakeFacts.CertificateRequest parse13(ByteCursor in) {
    in.skip(in.u8());
    ByteCursor extensions = in.part(in.u16());
    List<String> schemes = List.of();
    List<byte[]> authorities = List.of();
    while (extensions.hasMore()) {
      int type = extensions.u16();
      ByteCursor body = extensions.part(extensions.u16());
      switch (type) {
        case SIGNATURE_ALGORITHMS ->
            schemes = ClientHello.numbers(body.part(body.u16()), TlsNames::scheme);
        case CERTIFICATE_AUTHORITIES -> authorities = names(body.part(body.u16()));
        default -> {}
      }
    }
    return new HandshakeFacts.CertificateRequest(schemes, authorities);
  }

  private static List<byte[]> names(ByteCursor in) {
    List<byte[]> names = new ArrayList<>(2);
    while (in.hasMore() && names.size() < MOST) {
      names.add(in.copy(in.u16()));
    }
    return names;
  }
}

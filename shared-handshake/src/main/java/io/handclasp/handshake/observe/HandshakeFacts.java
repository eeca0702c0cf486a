package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the messages of one handshake said. Filled as they pass; confined to the event loop. */
final class HandshakeFacts {
  private static final int NAMED_CURVE = 3;
  private static final int MOST_KEPT = 10;

  private @Nullable ClientHello clientHello;
  private @Nullable ServerHello serverHello;
  private @Nullable CertificateRequest request;
  private @Nullable String group;
  private @Nullable String serverScheme;
  private @Nullable String clientScheme;
  private int serverCertificates = -1;
  private int clientCertificates = -1;
  private List<byte[]> peerCertificates = List.of();
  private boolean serverFinished;
  private boolean clientFinished;

  /** A second hello answers a HelloRetryRequest; the first one's random stays the id. */
  void clientHello(@Nullable ClientHello hello) {
    if (clientHello == null) {
      clientHello = hello;
    }
  }

  void serverHello(ServerHello hello) {
    serverHello = hello;
    if (hello.group() >= 0) {
      group = TlsNames.group(hello.group());
    }
  }

  void request(CertificateRequest seen) {
    request = seen;
  }

  /** TLS 1.2 (RFC 8422 section 5.4): the curve and the scheme of an ephemeral key. */
  void serverKeyExchange(ByteCursor in) {
    int first = in.u8();
    if (first == NAMED_CURVE && isEllipticCurveSuite()) {
      group = TlsNames.group(in.u16());
      in.skip(in.u8());
    } else {
      // RFC 5246 section 7.4.3: p, g and the public value of finite-field Diffie-Hellman.
      int length = (first << 8) | in.u8();
      group = "dh" + length * 8;
      in.skip(length);
      in.skip(in.u16());
      in.skip(in.u16());
    }
    serverScheme = TlsNames.scheme(in.u16());
  }

  void verify(Role signer, ByteCursor in) {
    String scheme = TlsNames.scheme(in.u16());
    if (signer == Role.SERVER) {
      serverScheme = scheme;
    } else {
      clientScheme = scheme;
    }
  }

  /**
   * Counts the certificates of a message; 0 says that the peer had none to show.
   *
   * @param keep true to keep them, as they are encoded
   */
  int certificates(Role shower, ByteCursor in, boolean keep) {
    ServerHello hello = serverHello;
    boolean tls13 = hello != null && hello.isTls13();
    if (tls13) {
      in.skip(in.u8());
    }
    ByteCursor list = in.part(in.u24());
    int count = 0;
    List<byte[]> kept = keep ? new ArrayList<>(2) : List.of();
    while (list.hasMore()) {
      int length = list.u24();
      if (keep && count < MOST_KEPT) {
        kept.add(list.copy(length));
      } else {
        list.skip(length);
      }
      if (tls13) {
        list.skip(list.u16());
      }
      count++;
    }
    peerCertificates = keep ? kept : peerCertificates;
    certificates(shower, count);
    return count;
  }

  void certificates(Role shower, int count) {
    if (shower == Role.SERVER) {
      serverCertificates = count;
    } else {
      clientCertificates = count;
    }
  }

  void finished(Role who) {
    if (who == Role.SERVER) {
      serverFinished = true;
    } else {
      clientFinished = true;
    }
  }

  private boolean isEllipticCurveSuite() {
    ServerHello hello = serverHello;
    return hello == null || hello.suite() >= 0xc000;
  }

  @Nullable ClientHello clientHello() {
    return clientHello;
  }

  @Nullable ServerHello serverHello() {
    return serverHello;
  }

  @Nullable CertificateRequest request() {
    return request;
  }

  @Nullable String group() {
    return group;
  }

  @Nullable String serverScheme() {
    return serverScheme;
  }

  @Nullable String clientScheme() {
    return clientScheme;
  }

  /** What the peer showed, as it is encoded; empty where that could not be read. */
  List<byte[]> peerCertificates() {
    return peerCertificates;
  }

  /** How many certificates that side showed; -1 where its message was not seen. */
  int certificates(Role shower) {
    return shower == Role.SERVER ? serverCertificates : clientCertificates;
  }

  /** TLS 1.3 says so; in 1.2 no certificate passes although the handshake completes. */
  boolean isResumed(boolean completed) {
    ServerHello hello = serverHello;
    if (hello == null || hello.isTls13()) {
      return hello != null && hello.resumed();
    }
    return completed && serverCertificates < 0;
  }

  boolean finishedSeen(Role who) {
    return who == Role.SERVER ? serverFinished : clientFinished;
  }

  /** What CertificateRequest says; authorities as they are encoded. */
  record CertificateRequest(List<String> schemes, List<byte[]> authorities) {}
}

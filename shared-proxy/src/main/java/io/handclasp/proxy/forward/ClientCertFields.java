package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.proxy.config.ForwardingConfig;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.util.AsciiString;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A verified peer as fields for the origin: {@code Client-Cert} and {@code Client-Cert-Chain} (RFC
 * 9440) and {@code X-Forwarded-Client-Cert}. Each text is made when first needed, then kept.
 */
final class ClientCertFields {
  private final PeerIdentity peer;
  private @Nullable AsciiString certificate;
  private @Nullable AsciiString chain;
  private @Nullable AsciiString envoy;

  ClientCertFields(PeerIdentity peer) {
    this.peer = peer;
  }

  void addTo(Fields fields, ForwardingConfig config) {
    if (config.clientCert()) {
      certificate = certificate != null ? certificate : new AsciiString(encoded(peer.leaf()));
      fields.add(FieldName.CLIENT_CERT, certificate);
    }
    if (config.clientCertChain() && peer.chain().size() > 1) {
      chain = chain != null ? chain : new AsciiString(rest());
      fields.add(FieldName.CLIENT_CERT_CHAIN, chain);
    }
    if (config.xForwardedClientCert()) {
      envoy = envoy != null ? envoy : new AsciiString(described());
      fields.add(FieldName.X_FORWARDED_CLIENT_CERT, envoy);
    }
  }

  /** The chain without the leaf, in its order (RFC 9440 section 2.3). */
  private String rest() {
    return peer.chain().stream()
        .skip(1)
        .map(ClientCertFields::encoded)
        .collect(Collectors.joining(", "));
  }

  /** A byte sequence of structured fields (RFC 8941 section 3.3.5). */
  private static String encoded(X509Certificate certificate) {
    return ":" + Base64.getEncoder().encodeToString(der(certificate)) + ":";
  }

  private String described() {
    PeerFacts facts = PeerFacts.of(peer.leaf());
    StringBuilder text = new StringBuilder("Hash=").append(facts.fingerprint());
    text.append(";Subject=\"").append(quoted(facts.subject())).append('"');
    facts.uris().forEach(name -> text.append(";URI=\"").append(quoted(name)).append('"'));
    facts.dns().forEach(name -> text.append(";DNS=\"").append(quoted(name)).append('"'));
    return text.toString();
  }

  /** Only what a quoted string may hold, so that no name can end it or the line. */
  private static String quoted(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        safe.append('\\').append(c);
      } else {
        safe.append(c >= ' ' && c < 127 ? c : '?');
      }
    }
    return safe.toString();
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a verified certificate that has no encoding", e);
    }
  }
}

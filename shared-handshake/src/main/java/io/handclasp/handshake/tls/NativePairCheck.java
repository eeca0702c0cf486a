package io.handclasp.handshake.tls;

import io.handclasp.pki.lifecycle.PemText;
import io.handclasp.pki.store.PairCheck;
import io.netty.handler.ssl.OpenSsl;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Has BoringSSL compare a key on an elliptic curve with a certificate, which it does in less than a
 * millisecond. The JDK computes tables first, with code that nobody has compiled at a start: 60 ms
 * of processor time on Java 17, 120 on 25. Any other key, and what BoringSSL does not take for a
 * pair, is left to {@link PairCheck#BY_SIGNATURE}.
 */
final class NativePairCheck implements PairCheck {
  @Override
  public boolean belongs(PrivateKey key, X509Certificate certificate) throws InvalidKeyException {
    return isNativePair(key, certificate) || BY_SIGNATURE.belongs(key, certificate);
  }

  /** True where BoringSSL says so; false tells nothing. */
  static boolean isNativePair(PrivateKey key, X509Certificate certificate) {
    if (!(key instanceof ECPrivateKey) || key.getEncoded() == null || !OpenSsl.isAvailable()) {
      return false;
    }
    byte[] keyText = PemText.key(key);
    try {
      return isPair(PemText.certificates(List.of(certificate)), keyText);
    } catch (Exception otherPairOrKind) {
      return false;
    } finally {
      Arrays.fill(keyText, (byte) 0);
    }
  }

  /**
   * True, or the exception that the library has for everything: it sets no key beside another's
   * certificate.
   */
  private static boolean isPair(byte[] certificate, byte[] key) throws Exception {
    long certificateText = 0;
    long keyText = 0;
    long chain = 0;
    long opened = 0;
    long context = 0;
    long connection = 0;
    try {
      certificateText = text(certificate);
      keyText = text(key);
      chain = SSL.parseX509Chain(certificateText);
      opened = SSL.parsePrivateKey(keyText, null);
      context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_2, SSL.SSL_MODE_SERVER);
      connection = SSL.newSSL(context, true);
      SSL.setKeyMaterial(connection, chain, opened);
      return true;
    } finally {
      free(connection, SSL::freeSSL);
      free(context, SSLContext::free);
      free(opened, SSL::freePrivateKey);
      free(chain, SSL::freeX509Chain);
      free(keyText, SSL::freeBIO);
      free(certificateText, SSL::freeBIO);
    }
  }

  private static long text(byte[] bytes) throws Exception {
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    long text = SSL.newMemBIO();
    int written = SSL.bioWrite(text, Buffer.address(copy), bytes.length);
    copy.clear().put(new byte[bytes.length]);
    if (written != bytes.length) {
      SSL.freeBIO(text);
      throw new IllegalStateException("no memory for " + bytes.length + " bytes");
    }
    return text;
  }

  private static void free(long pointer, LongConsumer free) {
    if (pointer != 0) {
      free.accept(pointer);
    }
  }
}

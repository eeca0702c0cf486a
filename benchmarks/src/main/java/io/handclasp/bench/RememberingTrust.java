package io.handclasp.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts what one authority signed and what it has seen before: as little work as there can be, to
 * compare with.
 */
final class RememberingTrust extends X509ExtendedTrustManager {
  private final X509Certificate authority;
  private final Map<Integer, byte[]> seen = new ConcurrentHashMap<>();

  RememberingTrust(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      authority = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new IOException(pem + ": no certificate", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    byte[] leaf = chain[0].getEncoded();
    byte[] known = seen.get(Arrays.hashCode(leaf));
    if (known != null && Arrays.equals(known, leaf)) {
      return;
    }
    try {
      chain[0].verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
    seen.put(Arrays.hashCode(leaf), leaf);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {authority};
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("of servers nothing is known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("asked without an engine");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("asked without an engine");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("asked without an engine");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("asked without an engine");
  }
}

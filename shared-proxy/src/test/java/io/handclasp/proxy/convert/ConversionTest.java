package io.handclasp.proxy.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.config.UpstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is converted is read by our own reader, and means the same. */
class ConversionTest {
  @TempDir private Path folder;

  @Test
  void serverOfNginxBecomesABack() throws Exception {
    Converted converted =
        Nginx.convert(
            """
            http {
              ssl_protocols TLSv1.1 TLSv1.2 TLSv1.3; # for all
              upstream orders { least_conn; server 10.0.0.1:9000; server 10.0.0.2; }
              server {
                listen 8243 ssl;
                server_name "back.example";
                ssl_certificate chain.pem;
                ssl_certificate_key 'key.pem';
                ssl_client_certificate ca.pem;
                ssl_verify_client on;
                ssl_crl ca.crl;
                gzip on;
                location / { proxy_pass http://127.0.0.1:9100; }
                location /orders/ { proxy_pass http://orders; }
                location ~ \\.php$ { proxy_pass http://127.0.0.1:9200; }
              }
            }
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.BACK);
    assertThat(config.listen()).hasToString("0.0.0.0:8243");
    assertThat(config.tls().protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(config.tls().identity().file()).isEqualTo(folder.resolve("chain.pem"));
    assertThat(config.tls().identity().keyFile()).isEqualTo(folder.resolve("key.pem"));
    assertThat(config.tls().trust().file()).isEqualTo(folder.resolve("ca.pem"));
    assertThat(config.tls().revocationLists()).containsExactly(folder.resolve("ca.crl"));
    assertThat(config.routes()).extracting(RouteConfig::pathPrefix).containsExactly("/orders", "/");
    assertThat(endpoints(config, 0)).containsExactly("10.0.0.1:9000", "10.0.0.2:80");
    assertThat(((RouteConfig.Forward) config.routes().get(0).target()).upstream().balance())
        .isEqualTo(UpstreamConfig.Balance.LEAST_OUTSTANDING);
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.startsWith("gzip on:"))
        .anyMatch(remark -> remark.startsWith("location ~"))
        .anyMatch(remark -> remark.contains("TLSv1.1"));
  }

  @Test
  void serverThatPassesToHttpsBecomesAFront() throws Exception {
    Converted converted =
        Nginx.convert(
            """
            server {
              listen 127.0.0.1:8280;
              location / {
                proxy_pass https://back.example:8243;
                proxy_ssl_certificate client.pem;
                proxy_ssl_certificate_key client.key;
                proxy_ssl_trusted_certificate ca.pem;
                proxy_ssl_name partner.example;
                proxy_set_header Host $host;
              }
            }
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.FRONT);
    assertThat(config.listen()).hasToString("127.0.0.1:8280");
    assertThat(endpoints(config, 0)).containsExactly("back.example:8243");
    assertThat(
            ((RouteConfig.Forward) config.routes().get(0).target()).endpoints().get(0).peerName())
        .isEqualTo("partner.example");
    assertThat(converted.remarks()).singleElement().asString().contains("proxy_set_header");
  }

  @Test
  void saysThatNothingWasVerified() throws Exception {
    Converted converted =
        Nginx.convert("server { listen 1 ssl; location / { proxy_pass http://a:1/b; } }");

    assertThat(converted.remarks())
        .anyMatch(remark -> remark.contains("every client has to show a certificate"))
        .anyMatch(remark -> remark.contains("a URL without a path"))
        .anyMatch(remark -> remark.startsWith("tls.keyStore.file"))
        .anyMatch(remark -> remark.startsWith("routes:"));
  }

  @Test
  void textThatIsNotNginxsIsRefused() {
    assertThatThrownBy(() -> Nginx.convert("server { listen 1 ssl;"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Nginx.convert("server { listen 1; }"))
        .hasMessageContaining("no server that listens with ssl");
    assertThatThrownBy(() -> Nginx.convert("}")).hasMessageContaining("without {");
  }

  @Test
  void frontendOfHaproxyBecomesABack() throws Exception {
    Converted converted =
        Haproxy.convert(
            """
            global
              ca-base /etc/ca
              ssl-default-bind-options ssl-min-ver TLSv1.3 no-tls-tickets
            defaults
              mode http
            frontend partners
              bind :8243 ssl crt "site.pem" ca-file ca.pem verify required crl-file ca.crl alpn h2,http/1.1
              http-request deny unless { ssl_c_s_dn(cn) client other\\ client }
              use_backend orders if { path_beg /orders/ }
              use_backend never if { src 10.0.0.0/8 }
              default_backend app # the rest
            backend orders
              balance leastconn
              server one 10.0.0.1:9000
              server two 10.0.0.2:9000 check
            backend app
              balance roundrobin
              server one 127.0.0.1:9100
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.BACK);
    assertThat(config.listen()).hasToString("0.0.0.0:8243");
    assertThat(config.tls().protocols()).containsExactly("TLSv1.3");
    assertThat(config.tls().identity().file()).isEqualTo(folder.resolve("site.pem"));
    assertThat(config.tls().trust().file()).isEqualTo(Path.of("/etc/ca/ca.pem"));
    assertThat(config.tls().revocationLists()).containsExactly(Path.of("/etc/ca/ca.crl"));
    assertThat(config.routes()).extracting(RouteConfig::pathPrefix).containsExactly("/orders", "/");
    assertThat(endpoints(config, 0)).containsExactly("10.0.0.1:9000", "10.0.0.2:9000");
    assertThat(((RouteConfig.Forward) config.routes().get(0).target()).upstream().balance())
        .isEqualTo(UpstreamConfig.Balance.LEAST_OUTSTANDING);
    assertThat(converted.yaml())
        .contains("allow: [{commonName: \"client\"}, {commonName: \"other client\"}]");
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.startsWith("ssl-default-bind-options … no-tls-tickets"))
        .anyMatch(remark -> remark.startsWith("use_backend never"))
        .anyMatch(remark -> remark.startsWith("server … check"))
        .anyMatch(remark -> remark.startsWith("revocation: every issuer"))
        .hasSize(4);
  }

  @Test
  void listenOfHaproxyWhoseServersHaveTlsBecomesAFront() throws Exception {
    Converted converted =
        Haproxy.convert(
            """
            listen out
              bind 127.0.0.1:8280
              server b back:8243 ssl crt client.pem ca-file ca.pem verify required verifyhost back.example sni str(back.example)
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.FRONT);
    assertThat(config.listen()).hasToString("127.0.0.1:8280");
    assertThat(endpoints(config, 0)).containsExactly("back:8243");
    assertThat(
            ((RouteConfig.Forward) config.routes().get(0).target()).endpoints().get(0).peerName())
        .isEqualTo("back.example");
    assertThat(converted.remarks()).isEmpty();
  }

  @Test
  void saysWhatHaproxyLetPass() {
    Converted converted =
        Haproxy.convert(
            """
            frontend f
              bind *:1 ssl crt certs/ verify optional
              bind :2
              mode tcp
              default_backend b
            backend b
              server s 127.0.0.1:1 ssl verify none
            """);

    assertThat(converted.remarks())
        .anyMatch(remark -> remark.contains("every client has to show a certificate"))
        .anyMatch(remark -> remark.startsWith("bind … crt certs/"))
        .anyMatch(remark -> remark.startsWith("bind :2"))
        .anyMatch(remark -> remark.startsWith("mode tcp"))
        .anyMatch(remark -> remark.startsWith("server s 127.0.0.1:1"));
    assertThatThrownBy(() -> Haproxy.convert("frontend f\n  bind :1\n"))
        .hasMessageContaining("no bind with ssl");
  }

  @Test
  void serviceOfStunnelBecomesAFront() throws Exception {
    Converted converted =
        Stunnel.convert(
            """
            ; for all
            foreground = yes
            [first]
            client = yes
            accept = 127.0.0.1:8280
            connect = back.example:8243
            cert = client.pem
            CAfile = ca.pem
            verifyChain = yes
            checkHost = back.example
            TIMEOUTclose = 0
            [second]
            accept = 1
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.FRONT);
    assertThat(endpoints(config, 0)).containsExactly("back.example:8243");
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.startsWith("TIMEOUTclose = 0"))
        .anyMatch(remark -> remark.startsWith("services: 2"))
        .noneMatch(remark -> remark.startsWith("foreground"));
  }

  @Test
  void serviceOfStunnelBecomesABackThatAllowsAName() throws Exception {
    Converted converted =
        Stunnel.convert(
            """
            [s]
            accept = 8243
            connect = 9000
            cert = a.pem
            key = a.key
            CAfile = c.pem
            checkHost = front.example
            verify = 2
            sslVersionMin = TLSv1.3
            """);
    ProxyConfig config = read(converted);

    assertThat(config.listen()).hasToString("0.0.0.0:8243");
    assertThat(endpoints(config, 0)).containsExactly("127.0.0.1:9000");
    assertThat(config.routes().get(0).allow()).isNotNull();
    assertThat(config.tls().protocols()).containsExactly("TLSv1.3");
  }

  @Test
  void commandLineOfGhostunnelBecomesABack() throws Exception {
    Converted converted =
        Ghostunnel.convert(
            """
            ghostunnel server --listen 0.0.0.0:8243 --target=127.0.0.1:9000 --cert a.pem \\
              --key a.key --cacert ca.pem --allow-cn client --allow-dns=*.example \\
              --disable-authentication --cipher-suites AES
            """);
    ProxyConfig config = read(converted);

    assertThat(converted.side()).isEqualTo(Side.BACK);
    assertThat(endpoints(config, 0)).containsExactly("127.0.0.1:9000");
    assertThat(converted.yaml())
        .contains("allow: [{commonName: \"client\"}, {dns: \"*.example\"}]");
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.startsWith("--disable-authentication"))
        .anyMatch(remark -> remark.startsWith("--cipher-suites AES"));
  }

  @Test
  void commandLineOfGhostunnelBecomesAFrontOfOtherMachines() throws Exception {
    Converted converted =
        Ghostunnel.convert(
            "ghostunnel client --listen 10.0.0.1:8280 --target back:8243 --keystore a.p12"
                + " --storepass secret --cacert ca.pem --override-server-name back.example");
    ProxyConfig config = read(converted);

    assertThat(converted.yaml()).contains("listenInsecure").doesNotContain("secret");
    assertThat(converted.remarks()).noneMatch(remark -> remark.contains("secret"));
    assertThat(endpoints(config, 0)).containsExactly("back:8243");
  }

  private static final String AXIS2 =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <axisconfig name="AxisJava2.0">
        <transportReceiver name="http" class="Http"><parameter name="port">8280</parameter></transportReceiver>
        <transportReceiver name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLListener">
          <parameter name="port" locked="false">8243</parameter>
          <parameter name="non-blocking" locked="false">true</parameter>
          <parameter name="HttpsProtocols">TLSv1.1,TLSv1.2</parameter>
          <!--parameter name="bind-address" locked="false">hostname</parameter-->
          <parameter name="keystore" locked="false">
            <KeyStore>
              <Location>repository/resources/security/back.jks</Location>
              <Type>JKS</Type>
              <Password>wso2carbon</Password>
              <KeyPassword>another</KeyPassword>
            </KeyStore>
          </parameter>
          <parameter name="truststore" locked="false">
            <TrustStore>
              <Location>repository/resources/security/trust.jks</Location>
              <Type>JKS</Type>
              <Password>wso2carbon</Password>
            </TrustStore>
          </parameter>
          <parameter name="SSLVerifyClient">require</parameter>
          <parameter name="CertificateRevocationVerifier" enable="true"><CacheSize>10</CacheSize></parameter>
        </transportReceiver>
        <transportSender name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLSender">
          <parameter name='keystore'><KeyStore><Location>front.jks</Location><Password>a</Password><KeyPassword>a</KeyPassword></KeyStore></parameter>
          <parameter name="truststore"><TrustStore><Location>t&amp;t.jks</Location></TrustStore></parameter>
          <parameter name="HostnameVerifier">AllowAll</parameter>
        </transportSender>
      </axisconfig>
      """;

  @Test
  void httpsReceiverOfWso2BecomesABack() throws Exception {
    Converted converted = Wso2.convert(AXIS2, Side.BACK);
    ProxyConfig config =
        read(new Converted(Side.BACK, withRoute(converted.yaml(), "service: echo"), List.of()));

    assertThat(config.listen()).hasToString("0.0.0.0:8243");
    assertThat(config.tls().protocols()).containsExactly("TLSv1.2");
    assertThat(config.tls().identity().file())
        .isEqualTo(folder.resolve("repository/resources/security/back.jks"));
    assertThat(config.tls().trust().file())
        .isEqualTo(folder.resolve("repository/resources/security/trust.jks"));
    assertThat(converted.yaml())
        .contains("keyPassword: \"env:KEY_PASSWORD\"")
        .doesNotContain("wso2carbon")
        .doesNotContain("another");
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.contains("TLSv1.1"))
        .anyMatch(remark -> remark.startsWith("CertificateRevocationVerifier:"))
        .anyMatch(remark -> remark.startsWith("routes:"))
        .noneMatch(remark -> remark.startsWith("bind-address"))
        .noneMatch(remark -> remark.contains("wso2carbon"));
  }

  @Test
  void httpsSenderOfWso2BecomesAFront() throws Exception {
    Converted converted = Wso2.convert(AXIS2, Side.FRONT);
    ProxyConfig config =
        read(
            new Converted(
                Side.FRONT,
                "listen: 127.0.0.1:0\n"
                    + withRoute(converted.yaml(), "endpoint: \"https://partner:8243\""),
                List.of()));

    assertThat(config.tls().identity().file()).isEqualTo(folder.resolve("front.jks"));
    assertThat(config.tls().trust().file()).isEqualTo(folder.resolve("t&t.jks"));
    assertThat(converted.yaml()).doesNotContain("keyPassword");
    assertThat(converted.remarks())
        .anyMatch(remark -> remark.startsWith("HostnameVerifier AllowAll"))
        .anyMatch(remark -> remark.startsWith("listen:"));
  }

  @Test
  void textThatIsNoAxis2IsRefused() {
    assertThatThrownBy(() -> Wso2.convert("<a><b></a>", Side.BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Wso2.convert("<a/></a>", Side.BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Wso2.convert("<a>1 < 2</a>", Side.BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Wso2.convert("server { }", Side.BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Wso2.convert("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", Side.BACK))
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Wso2.convert("<axisconfig/>", Side.FRONT))
        .hasMessageContaining("no transportSender");
  }

  private static String withRoute(String yaml, String target) {
    return yaml + "  - {path: /, " + target + "}\n";
  }

  private static List<String> endpoints(ProxyConfig config, int route) {
    return ((RouteConfig.Forward) config.routes().get(route).target())
        .endpoints().stream().map(EndpointConfig::address).map(Object::toString).toList();
  }

  private ProxyConfig read(Converted converted) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("proxy.yaml"), converted.yaml());
    return ProxyConfigReader.read(file, converted.side()).config();
  }
}

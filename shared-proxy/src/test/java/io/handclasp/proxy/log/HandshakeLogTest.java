package io.handclasp.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.proxy.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeLogTest {
  @ParameterizedTest
  @EnumSource(LogConfig.Format.class)
  void staysWithinAKibibyteWhateverStrangersSend(LogConfig.Format format) throws IOException {
    for (String text :
        new String[] {"x".repeat(5_000), "\\u0007".repeat(900), "\\u00e4 ".repeat(900)}) {
      byte[] lines = logged(format, failed(text));

      assertThat(new String(lines, UTF_8)).contains("0123456789ab").contains("client-ca-unknown");
      assertThat(lines.length).isLessThanOrEqualTo(1_024);
    }
  }

  @Test
  void writesEachKeyAsThePageDocumentsIt() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("project.root", "..")).resolve("docs/handshake-record.md"));

    String line = new String(logged(LogConfig.Format.TEXT, failed("text")), UTF_8);

    for (String word : line.substring(line.indexOf(" failed ") + 8).strip().split(" ")) {
      if (word.contains("=")) {
        assertThat(page).contains("`" + word.substring(0, word.indexOf('=')) + "`");
      }
    }
    assertThat(line)
        .contains(" failed handshake=0123456789ab role=server conn=7 ")
        .contains(" reason=client-ca-unknown also=client-cert-expired fault=peer ");
  }

  @ParameterizedTest
  @EnumSource(Certainty.class)
  void saysWhetherTheReasonIsAGuess(Certainty certainty) throws IOException {
    HandshakeRecord told = failed("text", ",\"certainty\":\"" + certainty.word() + "\"");

    String text = new String(logged(LogConfig.Format.TEXT, told), UTF_8);
    String json = new String(logged(LogConfig.Format.JSON, told), UTF_8);

    assertThat(text).contains(" fault=peer certainty=" + certainty.word() + " alert_sent=");
    assertThat(json).contains("\"certainty\":\"" + certainty.word() + "\"");
  }

  @Test
  void saysNothingOfCertaintyWhereNoVerdictWasReached() throws IOException {
    String line = new String(logged(LogConfig.Format.TEXT, failed("text", "")), UTF_8);

    assertThat(line).contains(" fault=peer alert_sent=unknown_ca ");
  }

  private static HandshakeRecord failed(String text) throws IOException {
    return failed(text, ",\"certainty\":\"other-end\"");
  }

  private static HandshakeRecord failed(String text, String more) throws IOException {
    String certificate =
        """
        {"subject":"CN=%s","issuer":"CN=i","serial":"1","not_before":"2026-01-01T00:00:00Z",
         "not_after":"2027-01-01T00:00:00Z","authority":false,"sha256":"00"}\
        """
            .formatted(text);
    String json =
        """
        {"id":"0123456789ab","v":1,"conn":7,"side":"server","provider":"openssl",
         "local":"127.0.0.1:1","remote":"127.0.0.1:2","started_at":"2026-11-25T12:00:00Z",
         "took_us":1500,"outcome":"failed","ending":"alert-sent","phase":"client-certificate",
         "cause":"client-ca-unknown","also_causes":["client-cert-expired"],"fault":"peer"%3$s,
         "detail":"%1$s","warnings":["%1$s","%1$s"],
         "alert":{"sent":true,"level":2,"code":48,"name":"unknown_ca"},
         "negotiated":{"sni":"%1$s","version":"TLSv1.3","suite":"TLS_AES_128_GCM_SHA256",
         "group":"x25519","alpn":"%1$s","resumed":true},
         "own_chain":[%2$s],"peer_chain":[%2$s]}\
        """
            .formatted(text, certificate, more);
    return RecordJson.read(json.getBytes(UTF_8));
  }

  private static byte[] logged(LogConfig.Format format, HandshakeRecord handshake) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogConfig config = new LogConfig(format, LogConfig.defaults().levels());
    Logging logging = Logging.start(config, new PrintStream(out, true, UTF_8));
    new HandshakeLog(format, logging).onHandshake(handshake);
    logging.close();
    return out.toByteArray();
  }
}

package io.handclasp.handshake.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** Reads what strangers may send, cut and damaged in any way. */
class WireTest {
  private static byte[] clientHello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("back.example", 443);
    engine.setUseClientMode(true);
    ByteBuffer out = ByteBuffer.allocate(32_768);
    engine.wrap(ByteBuffer.allocate(0), out);
    out.flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }

  private static Wire server() {
    return new Wire(Role.SERVER, () -> 0, true);
  }

  private static void feed(Wire wire, byte[] bytes, int from, int to) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes, from, to - from);
    wire.received(buffer);
    assertThat(buffer.readableBytes()).isEqualTo(to - from);
    buffer.release();
  }

  @Test
  void helloIsReadHoweverTheNetworkCutsIt() throws Exception {
    byte[] hello = clientHello();
    for (int size = 1; size < hello.length; size += 7) {
      Wire wire = server();
      for (int at = 0; at < hello.length; at += size) {
        feed(wire, hello, at, Math.min(hello.length, at + size));
      }
      ClientHello read = requireNonNull(wire.facts().clientHello());
      assertThat(read.serverName()).isEqualTo("back.example");
      assertThat(read.versions()).contains("TLSv1.3", "TLSv1.2");
      assertThat(read.groups()).contains("x25519");
      assertThat(wire.steps()).hasSize(1);
      assertThat(wire.steps().get(0).bytes()).isEqualTo(hello.length - RecordStream.HEADER);
    }
  }

  @Test
  void helloIsReadHoweverTheClientCutsItIntoRecords() throws Exception {
    byte[] hello = clientHello();
    Wire wire = server();
    for (int at = RecordStream.HEADER; at < hello.length; at += 3) {
      int size = Math.min(3, hello.length - at);
      byte[] record = {22, 3, 1, 0, (byte) size, 0, 0, 0};
      System.arraycopy(hello, at, record, RecordStream.HEADER, size);
      feed(wire, record, 0, RecordStream.HEADER + size);
    }
    assertThat(wire.facts().clientHello()).isNotNull();
    assertThat(wire.steps()).hasSize(1);
  }

  @Test
  void damagedBytesNeverThrowAndNeverGrow() throws Exception {
    byte[] hello = clientHello();
    Random random = new Random(4711);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = hello.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Wire wire = server();
      assertThatCode(
              () -> {
                feed(wire, damaged, 0, damaged.length);
                feed(wire, damaged, 0, damaged.length);
                wire.close();
              })
          .doesNotThrowAnyException();
      assertThat(wire.steps().size()).isLessThan(70);
    }
  }

  @Test
  void randomMessagesOfEveryKindNeverThrow() {
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      int length = random.nextInt(120);
      byte[] record = new byte[RecordStream.HEADER + MessageStream.HEADER + length];
      random.nextBytes(record);
      record[0] = (byte) (random.nextInt(5) + 20);
      record[1] = 3;
      record[3] = 0;
      record[4] = (byte) (MessageStream.HEADER + length);
      record[5] = (byte) random.nextInt(26);
      record[6] = 0;
      record[7] = 0;
      record[8] = (byte) length;
      Wire client = new Wire(Role.CLIENT, () -> 0, random.nextBoolean());
      assertThatCode(
              () -> {
                feed(client, record, 0, record.length);
                feed(client, record, 0, record.length);
                client.complete();
                client.close();
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void messageThatNeverEndsIsBoundedAndSaysHowLongItWouldHaveBeen() {
    Wire wire = server();
    byte[] record = new byte[RecordStream.HEADER + 16_000];
    record[0] = 22;
    record[1] = 3;
    record[3] = (byte) (16_000 >> 8);
    record[4] = (byte) 16_000;
    record[5] = 11;
    record[6] = (byte) 0xff;
    record[7] = (byte) 0xff;
    record[8] = (byte) 0xff;
    for (int i = 0; i < 100; i++) {
      feed(wire, record, 0, record.length);
    }
    assertThat(wire.steps()).hasSize(1);
    Step step = wire.steps().get(0);
    assertThat(step.kind()).isEqualTo(Step.Kind.CLIENT_CERTIFICATE);
    assertThat(step.bytes()).isEqualTo(1_600_000);
    assertThat(step.note()).contains("16777219");
  }

  @Test
  void endlessAlertsAreBounded() {
    Wire wire = server();
    byte[] alert = {21, 3, 3, 0, 2, 1, 0};
    for (int i = 0; i < 10_000; i++) {
      feed(wire, alert, 0, alert.length);
    }
    assertThat(wire.steps()).hasSizeLessThan(70);
    assertThat(wire.alert()).isNull();
  }

  @Test
  void secretsOutsideTheFormatAreIgnored() {
    TrafficSecrets secrets = new TrafficSecrets();
    secrets.take(new byte[0]);
    secrets.take("CLIENT_HANDSHAKE_TRAFFIC_SECRET ".getBytes(US_ASCII));
    secrets.take(("CLIENT_HANDSHAKE_TRAFFIC_SECRET " + "0".repeat(64) + " zz").getBytes(US_ASCII));
    assertThat(secrets.handshake(true)).isNull();
  }
}

package io.handclasp.handshake.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any bytes at all, as a stranger might send them to the tap before the TLS handler. Nothing may be
 * thrown, what is noted is bounded, and how the bytes come in pieces changes nothing. In a plain
 * run only the seeds in the resources are tried; {@code scripts/fuzz} runs for as long as it is
 * told.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS) // a run is as long as it is asked to be
class WireFuzzTest {
  @FuzzTest
  void tapOfServerReadsAlikeHoweverBytesCome(byte[] bytes) {
    compare(Role.SERVER, bytes);
  }

  @FuzzTest
  void tapOfClientReadsAlikeHoweverBytesCome(byte[] bytes) {
    compare(Role.CLIENT, bytes);
  }

  private static void compare(Role role, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Wire whole = read(role, bytes, bytes.length);
    Wire pieces = read(role, bytes, 1 + (bytes[bytes.length - 1] & 31));

    assertThat(ofTls(pieces)).isEqualTo(ofTls(whole)).hasSizeLessThanOrEqualTo(64);
    assertThat(pieces.alert()).isEqualTo(whole.alert());
    assertThat(pieces.facts().clientHello()).isEqualTo(whole.facts().clientHello());
    assertThat(pieces.facts().serverHello()).isEqualTo(whole.facts().serverHello());
    assertThat(pieces.foreign() == null).isEqualTo(whole.foreign() == null);
  }

  /** How much of a foreign banner is quoted may depend on how it came. */
  private static List<Step> ofTls(Wire wire) {
    return wire.steps().stream().filter(step -> step.kind() != Step.Kind.NOT_TLS).toList();
  }

  private static Wire read(Role role, byte[] bytes, int piece) {
    Wire wire = new Wire(role, () -> 0, (bytes[0] & 1) == 1);
    for (int from = 0; from < bytes.length; from += piece) {
      ByteBuf buffer = Unpooled.wrappedBuffer(bytes, from, Math.min(piece, bytes.length - from));
      wire.received(buffer);
      wire.catchUp();
      buffer.release();
    }
    wire.close();
    return wire;
  }
}

package io.handclasp.handshake.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.RecordLines;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecordLinesTest {
  @Test
  void writesWhatItRemembersAsIfItWereNew() {
    RecordLines lines = new RecordLines();
    long[] nanos = {
      0, 1, 876_000_000, 876_543_999, 876_544_000, 876_544_001, 86_400_000_000_000L, -1, 0
    };
    for (long later : nanos) {
      Duration ahead = Duration.ofNanos(later);
      HandshakeRecord handshake = Samples.established(0, Role.SERVER, ahead, Duration.ZERO);

      assertThat(lines.write(handshake)).isEqualTo(RecordJson.write(handshake));
      assertThat(handshake.startedAt()).isEqualTo(Samples.NOON.plus(ahead));
    }
    HandshakeRecord other = Samples.refused(1, Role.CLIENT);
    assertThat(lines.write(other)).isEqualTo(RecordJson.write(other));
  }
}

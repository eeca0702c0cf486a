package io.handclasp.pair.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.HandshakeRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal reaches the other end as its alert, and not as a reset. */
class AlertsArriveTest {
  /** {@code -Dalerts=1000} for the full count. */
  private static final int REFUSALS = Integer.getInteger("alerts", 100);

  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource({
    "openssl, TLSv1.3, unknown_ca",
    "openssl, TLSv1.2, unknown_ca",
    "jdk, TLSv1.3, certificate_unknown",
    "jdk, TLSv1.2, certificate_unknown"
  })
  void everyRefusalArrivesAsItsAlert(String provider, String version, String alert)
      throws Exception {
    Ends ends = new Ends();
    ends.front.identity = FaultPki.front(FaultPki.TWIN).create();
    Map<String, Integer> arrived = new TreeMap<>();
    try (RunningPair pair =
        RunningPair.both(folder, ends, new Combination(provider, provider, version))) {
      for (int i = 0; i < REFUSALS; i++) {
        pair.ask();
        HandshakeRecord front = pair.frontRecord();
        AlertNote told = front.alert();
        arrived.merge(told == null ? front.ending().word() : told.name(), 1, Integer::sum);
      }
    }
    assertThat(arrived).isEqualTo(Map.of(alert, REFUSALS));
  }
}

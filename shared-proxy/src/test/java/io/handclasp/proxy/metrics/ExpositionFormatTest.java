package io.handclasp.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text; version=1.0.0",
        "text/plain;q=0.2, Application/OpenMetrics-Text;q=0.3"
      })
  void isOpenMetricsWhereThatIsPreferred(String accept) {
    assertThat(ExpositionFormat.of(accept)).isEqualTo(ExpositionFormat.OPENMETRICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "",
        "text/html, text/plain;q=0.9",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0.1, text/plain",
        "application/openmetrics-text;q=much"
      })
  void isPrometheusTextOtherwise(String accept) {
    assertThat(ExpositionFormat.of(accept)).isEqualTo(ExpositionFormat.PROMETHEUS);
  }

  @Test
  void isPrometheusTextWhereNothingIsAskedFor() {
    assertThat(ExpositionFormat.of(null)).isEqualTo(ExpositionFormat.PROMETHEUS);
  }
}

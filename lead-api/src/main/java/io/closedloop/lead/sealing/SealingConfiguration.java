package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.log.directory.DataDirectory;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the keyring at the start, before anything is read from the log or written to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SealingProperties.class)
class SealingConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    Keyring keyring(DataSource database, DataDirectory directory, SealingProperties properties) {
        return Keyring.open(database, properties.masterKey(), directory.path());
    }

    @Bean
    IdentityHasher identityHasher(Keyring keyring) {
        return keyring.identityHasher();
    }

    @Bean
    RequestHasher requestHasher(Keyring keyring) {
        return keyring.requestHasher();
    }

    @Bean
    SubjectKeys subjectKeys(DataSource database, Keyring keyring) {
        return new SubjectKeys(database, keyring, InstantSource.system());
    }
}

//! Verifies the chain, link by link.

use super::chain::{ChainHash, ChainedEntry};
use super::head::SignedHead;

/// The maximum number of findings that a check returns.
const MAX_FINDINGS: usize = 100;

/// A link as stored in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    /// Its position.
    pub position: u64,
    /// The id of its entry in the entry's list.
    pub id: i64,
    /// The stored hash.
    pub hash: ChainHash,
    /// The entry; `None` if it is missing from its list.
    pub entry: Option<ChainedEntry>,
}

/// The kind of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditFindingKind {
    /// The entry at a position differs from the one that was written.
    Altered,
    /// The entry at a position is missing.
    EntryMissing,
    /// A position is missing.
    LinkMissing,
    /// Entries are in no chain.
    Unchained,
    /// The chain doesn't end at the end that the desk recorded last.
    End,
    /// A signed head has another hash than the chain.
    Head,
    /// A signed head has no valid signature.
    HeadSignature,
    /// The given head is of another desk: its key differs from the key of this desk's heads.
    OtherKey,
}

impl AuditFindingKind {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Altered => "AUDIT-ALTERED",
            Self::EntryMissing => "AUDIT-ENTRY-MISSING",
            Self::LinkMissing => "AUDIT-LINK-MISSING",
            Self::Unchained => "AUDIT-UNCHAINED",
            Self::End => "AUDIT-END",
            Self::Head => "AUDIT-HEAD",
            Self::HeadSignature => "AUDIT-HEAD-SIGNATURE",
            Self::OtherKey => "AUDIT-OTHER-KEY",
        }
    }
}

/// A finding with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFinding {
    /// The kind.
    pub kind: AuditFindingKind,
    /// The position; for [`AuditFindingKind::Unchained`], the number of entries.
    pub position: u64,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditCheck {
    /// The number of checked links.
    pub links: u64,
    /// The number of checked signed heads.
    pub heads: u64,
    /// When the newest signed head was signed, in seconds since 1970-01-01 UTC.
    pub signed_at: Option<i64>,
    /// The number of entries from before the chain began.
    pub before: u64,
    /// The findings, at most 100.
    pub findings: Vec<AuditFinding>,
}

/// Checks links in order, and compares heads with them.
#[derive(Debug, Default)]
pub struct Verifier {
    check: AuditCheck,
    position: u64,
    hash: ChainHash,
    /// Heads that are after the current position, in descending order of their positions.
    waiting: Vec<SignedHead>,
}

impl Verifier {
    /// Creates a verifier from the signed heads in the database, a head that was stored elsewhere, and the
    /// hash of the entries that are older than the chain.
    #[must_use]
    pub fn new(heads: Vec<SignedHead>, kept: Option<SignedHead>, begin: ChainHash) -> Self {
        let mut verifier = Self { hash: begin, ..Self::default() };
        let newest_key = heads.iter().max_by_key(|head| head.position).map(|head| head.key);
        if let Some(kept) = &kept
            && newest_key.is_some_and(|key| key != kept.key)
        {
            verifier.find(AuditFindingKind::OtherKey, kept.position);
        }
        let key = kept.as_ref().map(|kept| kept.key).or(newest_key);
        verifier.waiting = heads.into_iter().chain(kept).collect();
        verifier.waiting.sort_by_key(|head| std::cmp::Reverse(head.position));
        verifier.check.heads = verifier.waiting.len() as u64;
        verifier.check.signed_at = verifier.waiting.iter().map(|head| head.at).max();
        let unsigned: Vec<u64> = verifier
            .waiting
            .iter()
            .filter(|head| !head.is_signed() || Some(head.key) != key)
            .map(|head| head.position)
            .collect();
        for position in unsigned {
            verifier.find(AuditFindingKind::HeadSignature, position);
        }
        verifier.check_heads();
        verifier
    }

    /// Checks the next link.
    pub fn link(&mut self, link: &ChainLink) {
        let expected = self.position + 1;
        if link.position != expected {
            self.find(AuditFindingKind::LinkMissing, expected);
        }
        match &link.entry {
            None => self.find(AuditFindingKind::EntryMissing, link.position),
            // After a gap the previous hash is unknown. The gap is already a finding.
            Some(entry) if link.position == expected => {
                if entry.hash(&self.hash, link.position, link.id) != link.hash {
                    self.find(AuditFindingKind::Altered, link.position);
                }
            }
            Some(_) => {}
        }
        (self.position, self.hash) = (link.position, link.hash);
        self.check.links += 1;
        self.check_heads();
    }

    /// Ends the check. `end` is the end that the desk recorded last; `behind`, `unchained` and `before` are
    /// the numbers of links after it, of entries in no chain, and of entries from before the chain began.
    #[must_use]
    pub fn end(mut self, end: (u64, ChainHash), behind: u64, unchained: u64, before: u64) -> AuditCheck {
        if end != (self.position, self.hash) || behind > 0 {
            self.find(AuditFindingKind::End, end.0);
        }
        if unchained > 0 {
            self.find(AuditFindingKind::Unchained, unchained);
        }
        // A head that was stored elsewhere may be newer than the rest of the chain.
        for head in std::mem::take(&mut self.waiting) {
            self.find(AuditFindingKind::Head, head.position);
        }
        self.check.before = before;
        self.check.findings.sort_by_key(|finding| (finding.position, finding.kind));
        self.check
    }

    /// Compares the heads at or before the current position.
    fn check_heads(&mut self) {
        while let Some(head) = self.waiting.pop_if(|head| head.position <= self.position) {
            if head.position < self.position || head.hash != self.hash {
                self.find(AuditFindingKind::Head, head.position);
            }
        }
    }

    fn find(&mut self, kind: AuditFindingKind, position: u64) {
        if self.check.findings.len() < MAX_FINDINGS {
            self.check.findings.push(AuditFinding { kind, position });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::chain::BEFORE_FIRST;
    use super::*;

    fn chain(count: u64) -> Vec<ChainLink> {
        let mut hash = BEFORE_FIRST;
        (1..=count)
            .map(|position| {
                let entry = ChainedEntry::Event {
                    at: 1,
                    operator: "li".to_owned(),
                    event: "key-added".to_owned(),
                    subject: position.to_string(),
                };
                let id = 100 + i64::try_from(position).unwrap();
                hash = entry.hash(&hash, position, id);
                ChainLink { position, id, hash, entry: Some(entry) }
            })
            .collect()
    }

    fn head(links: &[ChainLink], position: u64) -> SignedHead {
        let link = links.iter().find(|link| link.position == position).unwrap();
        SignedHead::sign(&[7; 32], position, link.hash, 5)
    }

    fn verify(
        links: &[ChainLink],
        heads: Vec<SignedHead>,
        kept: Option<SignedHead>,
        end: &ChainLink,
    ) -> Vec<&'static str> {
        let mut verifier = Verifier::new(heads, kept, BEFORE_FIRST);
        for link in links {
            verifier.link(link);
        }
        let check = verifier.end((end.position, end.hash), 0, 0, 0);
        check.findings.iter().map(|finding| finding.kind.code()).collect()
    }

    #[test]
    fn an_intact_chain_has_no_findings() {
        let links = chain(5);
        let heads = vec![head(&links, 2), head(&links, 5)];
        assert!(verify(&links, heads, Some(head(&links, 3)), &links[4]).is_empty());
    }

    #[test]
    fn a_completely_rewritten_chain_is_detected_by_a_stored_head() {
        let links = chain(5);
        let kept = head(&links, 3);
        let mut forged = chain(5);
        let mut hash = BEFORE_FIRST;
        for link in &mut forged {
            if let Some(ChainedEntry::Event { subject, .. }) = &mut link.entry
                && link.position == 2
            {
                *subject = "nothing".to_owned();
            }
            hash = link.entry.as_ref().unwrap().hash(&hash, link.position, link.id);
            link.hash = hash;
        }
        let end = forged[4].clone();
        assert!(verify(&forged, Vec::new(), None, &end).is_empty(), "the forged chain has no other findings");
        assert_eq!(verify(&forged, Vec::new(), Some(kept.clone()), &end), ["AUDIT-HEAD"]);
        let own = SignedHead::sign(&[9; 32], 5, end.hash, 9);
        let found = verify(&forged, vec![own], Some(kept.clone()), &end);
        assert_eq!(found, ["AUDIT-HEAD", "AUDIT-OTHER-KEY", "AUDIT-HEAD-SIGNATURE"]);
        // The end of the chain was cut off.
        assert_eq!(verify(&links[..2], Vec::new(), Some(kept), &links[1]), ["AUDIT-HEAD"]);
    }

    proptest! {
        #[test]
        fn any_single_change_is_found(count in 1_u64..12, at in 0_usize..12, change in 0_u8..6) {
            let mut links = chain(count);
            let end = links[links.len() - 1].clone();
            let at = at % links.len();
            match change {
                0 => { links.remove(at); }
                1 => links[at].entry = None,
                2 => links[at].hash[0] ^= 1,
                5 => links[at].id += 1,
                3 => if let Some(ChainedEntry::Event { operator, .. }) = &mut links[at].entry { operator.push('x') },
                _ => {
                    let other = (at + 1) % links.len();
                    prop_assume!(other != at);
                    let entry = links[at].entry.clone();
                    links[at].entry = links[other].entry.clone();
                    links[other].entry = entry;
                }
            }
            prop_assert!(!verify(&links, Vec::new(), None, &end).is_empty());
        }
    }
}

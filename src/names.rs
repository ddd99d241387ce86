//! The names of closed lists. In: the members of an enum, each with its identifier. Out: the enum with `ALL`, `id()` and
//! `from_id()`; files, configuration, the words of a language and `Display` all use that one identifier.

/// A closed list whose members are called something by the words of every language.
pub trait Named: Copy + 'static {
    /// The table of the words that holds the names.
    const TABLE: &'static str;
    /// All members.
    const MEMBERS: &'static [Self];
    /// The identifier of a member.
    fn key(self) -> &'static str;
}

/// Makes an enum out of a closed list. `in "table"` says where the words have the names of its members; a list whose members are
/// shown nowhere does without.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident $(in $table:literal)? { $($(#[$about:meta])* $member:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $(
                $(#[$about])*
                #[serde(rename = $id)]
                $member,
            )*
        }

        impl $name {
            /// All of them, in the order in which they are declared.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$member),*];

            /// The identifier used in files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$member => $id),* }
            }

            /// The one with this identifier.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.id() == id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }

        $(
            impl $crate::names::Named for $name {
                const TABLE: &'static str = $table;
                const MEMBERS: &'static [Self] = &Self::ALL;

                fn key(self) -> &'static str {
                    self.id()
                }
            }
        )?
    };
}

pub(crate) use names;

//! How owners are reached. In: nothing; `normalise` fills it from owner cells and lists of people. Out: the e-mail address of a name.

use std::collections::BTreeMap;

use super::name_key;

/// E-mail addresses by the names of their owners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    by_name: BTreeMap<String, String>,
}

impl Contacts {
    /// Learns an address; of several for one name, the first in the alphabet is kept, so that the order of the rows does not matter.
    pub fn learn(&mut self, name: &str, address: &str) {
        let address = address.trim();
        let known = self.by_name.entry(name_key(name)).or_insert_with(|| address.to_owned());
        if address < known.as_str() {
            address.clone_into(known);
        }
    }

    /// An owner with the address behind the name, as mail programs write it, where one is known that the name does not hold.
    pub fn reached(&self, owner: &str) -> String {
        match self.of(owner).filter(|_| address_in(owner).is_none()) {
            Some(address) => format!("{owner} <{address}>"),
            None => owner.to_owned(),
        }
    }

    /// The address of an owner: the one in the name itself, or the one that is known for the name.
    pub fn of<'a>(&'a self, owner: &'a str) -> Option<&'a str> {
        address_in(owner).or_else(|| self.by_name.get(&name_key(owner)).map(String::as_str))
    }
}

/// The address that stands in a text, if there is one: a sign or more on either side of one `@`, and a dot behind it.
pub fn address_in(text: &str) -> Option<&str> {
    let mut parts = text.split(|c: char| c.is_whitespace() || "<>()[];,\"'".contains(c));
    parts.find(|part| {
        part.split_once('@').is_some_and(|(local, domain)| {
            let plain = |c: char| c.is_ascii_graphic() && c != '@';
            !local.is_empty() && local.chars().all(plain) && domain.contains('.') && domain.chars().all(plain)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_reached_by_the_address_in_the_name_or_the_one_that_is_known() {
        let mut contacts = Contacts::default();
        contacts.learn("ANN LEE", "ann@example.org");
        contacts.learn("ann lee", "a.lee@example.org");
        assert_eq!(contacts.of("Ann Lee"), Some("a.lee@example.org"));
        assert_eq!(contacts.of("Bo Kim <bo@example.org>"), Some("bo@example.org"));
        assert_eq!(contacts.of("Cy Roe"), None);
        assert_eq!(address_in("mail @ 5, @home a@b"), None);
    }
}
